/** Counts and times requests for `/metrics`, under kube-apiserver's names. */
import type { Clock, Metrics } from '@wherry/component';
import type { Filter } from '../handlers/exchange.ts';
import type { RequestInfo } from '../http/request-info.ts';
import type { Directory } from '../registry/directory.ts';

const BUCKETS = [0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60];

export interface CountOptions {
  readonly metrics: Metrics;
  readonly clock: Pick<Clock, 'monotonic'>;
  /** What is served. */
  readonly resources: Pick<Directory, 'find'>;
}

export function countRequests({ metrics, clock, resources }: CountOptions): Filter {
  const total = metrics.counter({
    name: 'apiserver_request_total',
    help: 'Requests answered, by verb, resource and code.',
    labels: ['verb', 'group', 'version', 'resource', 'subresource', 'scope', 'code'],
  });
  const duration = metrics.histogram({
    name: 'apiserver_request_duration_seconds',
    help: 'How long requests took to be answered, watches and streams left out.',
    labels: ['verb', 'group', 'version', 'resource', 'subresource', 'scope'],
    buckets: BUCKETS,
  });
  const inFlight = metrics.gauge({
    name: 'apiserver_current_inflight_requests',
    help: 'Requests under way.',
    labels: ['request_kind'],
  });
  return (next) => async (exchange) => {
    const labels = labelsOf(exchange.info, resources);
    const isLong = labels.verb === 'WATCH' || labels.verb === 'CONNECT';
    const kind = inFlight.with({ request_kind: isReading(labels.verb) ? 'readOnly' : 'mutating' });
    const start = clock.monotonic();
    if (!isLong) kind.add(1);
    try {
      await next(exchange);
    } finally {
      if (!isLong) kind.add(-1);
      total.with({ ...labels, code: String(exchange.response.statusCode) }).add();
      if (!isLong) duration.with(labels).observe((clock.monotonic() - start) / 1000);
    }
  };
}

const isReading = (verb: string): boolean => verb === 'GET' || verb === 'LIST' || verb === 'WATCH';

const NO_RESOURCE = { group: '', version: '', resource: '', subresource: '', scope: '' };

/** Paths are the client's choice: as label values they would be without bound. Only what is served is named. */
function labelsOf(info: RequestInfo, resources: CountOptions['resources']) {
  if (info.kind === 'path') return { verb: info.verb === 'get' ? 'GET' : 'OTHER', ...NO_RESOURCE };
  const verb = verbLabel(info.verb);
  const served = resources.find(info);
  if (served === undefined) return { verb, ...NO_RESOURCE };
  const { group, version, resource, name, namespace } = info;
  const isKnown = served.resource.subresources.some((subresource) => subresource.name === info.subresource);
  const subresource = isKnown ? info.subresource : '';
  return { verb, group, version, resource, subresource, scope: scopeOf(name, namespace) };
}

const VERB_LABELS: Readonly<Record<string, string>> = {
  get: 'GET',
  list: 'LIST',
  watch: 'WATCH',
  create: 'POST',
  update: 'PUT',
  patch: 'PATCH',
  delete: 'DELETE',
  deletecollection: 'DELETECOLLECTION',
};

const verbLabel = (verb: string): string => VERB_LABELS[verb] ?? 'OTHER';

function scopeOf(name: string, namespace: string): string {
  if (name !== '') return 'resource';
  return namespace !== '' ? 'namespace' : 'cluster';
}
