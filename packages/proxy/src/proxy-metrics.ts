/** What a proxy counts of its work, under kube-proxy's names. */
import type { Metrics } from '@wherry/component';

export interface ProxyMetrics {
  carriedOut(milliseconds: number, when: Date): void;
  changed(when: Date): void;
}

/** From a millisecond to half a minute, in seconds, each twice the one before. */
const BUCKETS = Array.from({ length: 15 }, (_, index) => 0.001 * 2 ** index);

export function proxyMetrics(registry: Metrics): ProxyMetrics {
  const duration = registry.histogram({
    name: 'kubeproxy_sync_proxy_rules_duration_seconds',
    help: 'How long it took to carry out the rules.',
    buckets: BUCKETS,
  });
  const last = registry.gauge({
    name: 'kubeproxy_sync_proxy_rules_last_timestamp_seconds',
    help: 'When rules were carried out last.',
  });
  const queued = registry.gauge({
    name: 'kubeproxy_sync_proxy_rules_last_queued_timestamp_seconds',
    help: 'When a change was seen last.',
  });
  return {
    carriedOut(milliseconds, when) {
      duration.with({}).observe(milliseconds / 1000);
      last.with({}).set(when.getTime() / 1000);
    },
    changed: (when) => queued.with({}).set(when.getTime() / 1000),
  };
}
