/** What an ingress counts of its work. Series are bounded: labels come from Ingresses, never from requests. */
import type { Counter, Histogram, Metrics } from '@wherry/component';
import type { GatewayObserver, Served } from '../gateway.ts';
import type { Destination } from '../routes/route-plan.ts';

export interface IngressMetrics extends GatewayObserver {
  /** A plan has been made the routes. */
  applied(result: { readonly hosts: number; readonly milliseconds: number; readonly when: Date }): void;
}

const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** The series of one route. */
interface RouteSeries {
  readonly byStatus: Map<number, Counter>;
  readonly duration: Histogram;
  readonly bytes: Counter;
}

export function ingressMetrics(
  registry: Metrics,
  { openConnections }: { readonly openConnections: () => number },
): IngressMetrics {
  const labels = ['namespace', 'ingress', 'service'] as const;
  const requests = registry.counter({
    name: 'wherry_ingress_requests_total',
    help: 'Requests, by what served them and the status of the answer.',
    labels: [...labels, 'status'],
    maxSeries: 5000,
  });
  const durations = registry.histogram({
    name: 'wherry_ingress_request_duration_seconds',
    help: 'From the head of a request to the end of its answer.',
    labels,
    buckets: BUCKETS,
  });
  const bytes = registry.counter({
    name: 'wherry_ingress_response_bytes_total',
    help: 'Bytes in bodies of answers.',
    labels,
  });
  const failures = registry.counter({
    name: 'wherry_ingress_upstream_failures_total',
    help: 'Attempts that failed at an endpoint, by how; clients may not have noticed.',
    labels: [...labels, 'kind'],
  });
  const open = registry.gauge({ name: 'wherry_ingress_open_connections', help: 'Connections of clients.' });
  const hosts = registry.gauge({ name: 'wherry_ingress_hosts', help: 'Hosts that have routes.' });
  const applied = registry.histogram({
    name: 'wherry_ingress_apply_duration_seconds',
    help: 'How long it took to make new routes and put them in force.',
    buckets: BUCKETS,
  });
  const last = registry.gauge({
    name: 'wherry_ingress_last_apply_timestamp_seconds',
    help: 'When routes were put in force last.',
  });
  registry.onCollect(() => open.with({}).set(openConnections()));
  // Destinations are as old as their plan: series found for one are found again by its labels.
  const found = new WeakMap<Destination, RouteSeries>();
  const none = { namespace: '', ingress: '', service: '' };
  const labelsOf = (destination: Destination | undefined) =>
    destination === undefined
      ? none
      : { namespace: destination.namespace, ingress: destination.ingress, service: destination.upstream.service };
  const seriesOf = (destination: Destination | undefined): RouteSeries => ({
    byStatus: new Map(),
    duration: durations.with(labelsOf(destination)),
    bytes: bytes.with(labelsOf(destination)),
  });
  const unrouted = seriesOf(undefined);
  const seriesFor = (destination: Destination | undefined): RouteSeries => {
    if (destination === undefined) return unrouted;
    const known = found.get(destination) ?? seriesOf(destination);
    found.set(destination, known);
    return known;
  };
  return {
    served({ destination, status, milliseconds, bytes: sent }: Served) {
      const { byStatus, duration, bytes: ofRoute } = seriesFor(destination);
      const counter = byStatus.get(status) ?? requests.with({ ...labelsOf(destination), status: String(status) });
      byStatus.set(status, counter);
      counter.add();
      duration.observe(milliseconds / 1000);
      ofRoute.add(sent);
    },
    upstreamFailed: (destination, kind) => failures.with({ ...labelsOf(destination), kind }).add(),
    applied({ hosts: count, milliseconds, when }) {
      hosts.with({}).set(count);
      applied.with({}).observe(milliseconds / 1000);
      last.with({}).set(when.getTime() / 1000);
    },
  };
}
