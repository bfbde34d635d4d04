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
/** How times are told that never were. */
const NEVER = '0001-01-01T00:00:00Z';

export interface ProxyHealthOptions {
  readonly clock: Clock;
  /** @default IPv4 alone */
  readonly families?: readonly ('IPv4' | 'IPv6')[];
}

export function proxyHealth({ clock, families = ['IPv4'] }: ProxyHealthOptions): ProxyHealth {
  let updated: Date | undefined;
  let waitsSince: number | undefined;
  // A proxy that has not carried out anything yet is starting, which is no illness.
  const isHealthy = (): boolean =>
    updated === undefined || waitsSince === undefined || clock.monotonic() - waitsSince < PATIENCE_MS;
  const report = (isEligible: boolean, extra: object): HealthAnswer => {
    const healthy = isHealthy();
    const now = clock.now().toISOString();
    const lastUpdated = updated?.toISOString() ?? NEVER;
    const status = Object.fromEntries(families.map((family) => [family, { lastUpdated, healthy }]));
    const isWell = healthy && isEligible;
    // When all is well it is up to date as of now, whenever something changed last.
    const times = { lastUpdated: isWell ? now : lastUpdated, currentTime: now };
    const body = { ...times, ...extra, healthy, ...(updated === undefined ? {} : { status }) };
    return { status: isWell ? 200 : 503, body: JSON.stringify(body) };
  };
  return {
    isHealthy,
    changed() {
      waitsSince ??= clock.monotonic();
    },
    carriedOut() {
      waitsSince = undefined;
      updated = clock.now();
    },
    healthz: (node) => report(isEligible(node), { nodeEligible: isEligible(node) }),
    livez: () => report(true, {}),
  };
}

function isEligible(node: Readonly<Node> | undefined): boolean {
  if (node === undefined || node.metadata.deletionTimestamp !== undefined) return false;
  return !(node.spec.taints ?? []).some(({ key }) => key === TO_BE_DELETED_TAINT);
}
