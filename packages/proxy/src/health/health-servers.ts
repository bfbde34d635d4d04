/** The two ports on which a proxy tells of itself, as kube-proxy's: its health, and its metrics. */
import { releasing, starting, type Metrics, type Running } from '@wherry/component';
import type { Node } from '@wherry/api/core-v1';
import { listenHttp, type HttpAnswer, type HttpListener } from './http-listener.ts';
import type { ProxyHealth } from './proxy-health.ts';

export interface ListenAddress {
  readonly address: string;
  readonly port: number;
}

export interface HealthServersOptions {
  /** @default nowhere */
  readonly healthz?: ListenAddress;
  /** @default nowhere */
  readonly metrics?: ListenAddress;
  readonly health: ProxyHealth;
  readonly node: () => Readonly<Node> | undefined;
  readonly registry: Metrics;
  /** The name of the data plane. */
  readonly mode: string;
}

export interface HealthServers extends Running {
  readonly healthzPort: number | undefined;
  readonly metricsPort: number | undefined;
}

export function startHealthServers(options: HealthServersOptions): Promise<HealthServers> {
  const { healthz, metrics, health, node, registry, mode } = options;
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
  const ofHealth: Record<string, () => HttpAnswer> = {
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
  const ofMetrics: Record<string, () => HttpAnswer> = {
    '/metrics': () => ({ status: 200, body: registry.print(), type: 'text/plain; version=0.0.4; charset=utf-8' }),
    '/healthz': () => ({ status: 200, body: 'ok', type: PLAIN }),
    '/proxyMode': () => ({ status: 200, body: mode, type: PLAIN }),
  };
  return starting(async (own) => {
    const [first, second] = [await listen(healthz, ofHealth), await listen(metrics, ofMetrics)].map(own);
    return { healthzPort: portOf(first), metricsPort: portOf(second) };
  });
}

const PLAIN = 'text/plain; charset=utf-8';

function listen(at: ListenAddress | undefined, pages: Record<string, () => HttpAnswer>): Promise<Running> {
  if (at === undefined) return Promise.resolve(releasing(() => undefined));
  return listenHttp({ ...at, answer: (path) => pages[path]?.() });
}

const portOf = (listener: Running | undefined): number | undefined =>
  listener !== undefined && 'port' in listener ? (listener as HttpListener).port : undefined;
