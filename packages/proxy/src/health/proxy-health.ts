/** Whether this node serves Services: what has changed must have been carried out before long. As kube-proxy tells it. */
import type { Node } from '@wherry/api/core-v1';
import type { Clock } from '@wherry/component';

export interface ProxyHealth {
  changed(): void;
  carriedOut(): void;
  /** What is not carried out within two minutes makes it unhealthy. */
  isHealthy(): boolean;
  /** Load balancers leave a node alone that is about to go. */
  healthz(node: Readonly<Node> | undefined): HealthAnswer;
  livez(): HealthAnswer;
}

export interface HealthAnswer {
  readonly status: 200 | 503;
  readonly body: string;
}

const PATIENCE_MS = 120_000;
const TO_BE_DELETED_TAINT = 'ToBeDeletedByClusterAutoscaler';

export function proxyHealth({ clock }: { readonly clock: Clock }): ProxyHealth {
  let lastUpdated: Date | undefined;
  let waitsSince: number | undefined;
  const isHealthy = (): boolean => waitsSince === undefined || clock.monotonic() - waitsSince < PATIENCE_MS;
  const times = (): { lastUpdated: string; currentTime: string } => {
    const now = clock.now();
    // A healthy proxy is up to date as of now, whenever something changed last.
    return {
      lastUpdated: (isHealthy() ? now : (lastUpdated ?? new Date(0))).toISOString(),
      currentTime: now.toISOString(),
    };
  };
  return {
    isHealthy,
    changed() {
      waitsSince ??= clock.monotonic();
    },
    carriedOut() {
      waitsSince = undefined;
      lastUpdated = clock.now();
    },
    healthz(node) {
      const nodeEligible = !isGoing(node);
      return answer(isHealthy() && nodeEligible, { ...times(), nodeEligible });
    },
    livez: () => answer(isHealthy(), times()),
  };
}

function isGoing(node: Readonly<Node> | undefined): boolean {
  if (node === undefined) return false;
  const taints = node.spec.taints ?? [];
  return node.metadata.deletionTimestamp !== undefined || taints.some(({ key }) => key === TO_BE_DELETED_TAINT);
}

function answer(isWell: boolean, body: object): HealthAnswer {
  return { status: isWell ? 200 : 503, body: JSON.stringify(body) };
}
