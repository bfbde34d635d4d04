/** The two ports on which a proxy tells of itself, as kube-proxy's: its health, and its metrics. */
import {
  PLAIN_TEXT,
  serveHealth,
  starting,
  type HealthPage,
  type ListenAddress,
  type Log,
  type Metrics,
  type Running,
} from '@wherry/component';
import type { Node } from '@wherry/api/core-v1';
import { endingPages } from './ending-pages.ts';
import type { EndpointEndings } from './endpoint-endings.ts';
import type { ProxyHealth } from './proxy-health.ts';

export interface HealthServersOptions {
  /** @default nowhere */
  readonly healthz?: ListenAddress;
  /** @default nowhere */
  readonly metrics?: ListenAddress;
  readonly health: ProxyHealth;
  readonly endings: EndpointEndings;
  readonly node: () => Readonly<Node> | undefined;
  readonly others: () => readonly Readonly<Node>[];
  readonly registry: Metrics;
  /** The name of the data plane. */
  readonly mode: string;
  readonly log: Log;
}

export interface HealthServers extends Running {
  readonly healthzPort: number | undefined;
  readonly metricsPort: number | undefined;
}

export function startHealthServers(options: HealthServersOptions): Promise<HealthServers> {
  const { healthz, metrics, health, endings, node, others, registry, mode, log } = options;
  const asked = registry.counter({
    name: 'kubeproxy_proxy_healthz_total',
    help: 'How often /healthz was asked, by the answer.',
    labels: ['code'],
  });
  const askedLivez = registry.counter({
    name: 'kubeproxy_proxy_livez_total',
    help: 'How often /livez was asked, by the answer.',
    labels: ['code'],
  });
  const ending = endingPages({ endings, others, port: healthz?.port ?? 0 });
  const ofHealth: Record<string, HealthPage> = {
    ...ending.own,
    '/healthz'() {
      const answer = health.healthz(node());
      asked.with({ code: String(answer.status) }).add();
      return answer;
    },
    '/livez'() {
      const answer = health.livez();
      askedLivez.with({ code: String(answer.status) }).add();
      return answer;
    },
  };
  const ofMetrics = {
    ...ending.everywhere,
    '/proxyMode': () => ({ status: 200, body: mode, type: PLAIN_TEXT }),
  };
  return starting(async (own) => {
    // Each port as kube-proxy has it: metrics are on one of them alone.
    const first = healthz && own(await serveHealth({ ...healthz, pages: ofHealth, log }));
    const second = metrics && own(await serveHealth({ ...metrics, pages: ofMetrics, metrics: registry, log }));
    return { healthzPort: first?.port, metricsPort: second?.port };
  });
}
