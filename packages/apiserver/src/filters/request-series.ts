/**
 * The metrics of requests, under kube-apiserver's names. The series of a kind of request are remembered: to find each of
 * them by its labels would cost a request more than everything else that is counted.
 */
import type { Counter, Gauge, Histogram, Metrics } from '@wherry/component';
import type { RequestInfo } from '../http/request-info.ts';
import type { Directory } from '../registry/directory.ts';
import type { ServedResource } from '../registry/served-resource.ts';

/** What requests of one kind are counted in. */
export interface RequestSeries {
  /** A watch or a stream: how many there are and how long they take says nothing of the server. */
  readonly isLong: boolean;
  readonly inFlight: Gauge;
  readonly duration: Histogram;
  /** Those that were answered with a code. */
  answered(code: number): Counter;
}

/** What requests differ in. */
interface Labels {
  readonly verb: string;
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly subresource: string;
  readonly scope: string;
}

const BUCKETS = [0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60];

/** More than any resource has of verbs, subresources and scopes: beyond it are the inventions of clients. */
const MOST_KINDS = 64;

/** Makes the function that finds the series of a request. */
export function requestSeries(
  metrics: Metrics,
  resources: Pick<Directory, 'find'>,
): (info: RequestInfo) => RequestSeries {
  const make = seriesMaker(metrics);
  const known = new WeakMap<ServedResource, Map<string, RequestSeries>>();
  return (info) => {
    const served = info.kind === 'path' ? undefined : resources.find(info);
    if (info.kind === 'path' || served === undefined) return make(labelsOf(info, served));
    let kinds = known.get(served);
    if (kinds === undefined) known.set(served, (kinds = new Map()));
    const kind = `${info.verb} ${info.subresource} ${scopeOf(info)}`;
    let series = kinds.get(kind);
    if (series === undefined) {
      series = make(labelsOf(info, served));
      if (kinds.size < MOST_KINDS) kinds.set(kind, series);
    }
    return series;
  };
}

function seriesMaker(metrics: Metrics): (labels: Labels) => RequestSeries {
  const requests = metrics.counter({
    name: 'apiserver_request_total',
    help: 'Requests answered, by verb, resource and code.',
    labels: ['verb', 'group', 'version', 'resource', 'subresource', 'scope', 'code'],
  });
  const durations = metrics.histogram({
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
  return (labels) => {
    const counters = new Map<number, Counter>();
    let duration: Histogram | undefined;
    return {
      isLong: labels.verb === 'WATCH' || labels.verb === 'CONNECT',
      inFlight: inFlight.with({ request_kind: isReading(labels.verb) ? 'readOnly' : 'mutating' }),
      duration: {
        observe(seconds) {
          duration ??= durations.with(labels);
          duration.observe(seconds);
        },
      },
      answered(code) {
        let counter = counters.get(code);
        if (counter === undefined) counters.set(code, (counter = requests.with({ ...labels, code: String(code) })));
        return counter;
      },
    };
  };
}

const isReading = (verb: string): boolean => verb === 'GET' || verb === 'LIST' || verb === 'WATCH';

const NO_RESOURCE = { group: '', version: '', resource: '', subresource: '', scope: '' };

/** Paths are the client's choice: as label values they would be without bound. Only what is served is named. */
function labelsOf(info: RequestInfo, served: ServedResource | undefined): Labels {
  if (info.kind === 'path') return { verb: info.verb === 'get' ? 'GET' : 'OTHER', ...NO_RESOURCE };
  const verb = STREAMS.has(info.subresource) ? 'CONNECT' : (VERB_LABELS.get(info.verb) ?? 'OTHER');
  if (served === undefined) return { verb, ...NO_RESOURCE };
  const { group, version, resource } = info;
  const isKnown = served.resource.subresources.some((subresource) => subresource.name === info.subresource);
  const subresource = isKnown ? info.subresource : '';
  return { verb, group, version, resource, subresource, scope: scopeOf(info) };
}

/** However they are asked for, they are one kind of request. */
const STREAMS: ReadonlySet<string> = new Set(['attach', 'exec', 'log', 'portforward', 'proxy']);

const VERB_LABELS: ReadonlyMap<string, string> = new Map([
  ['get', 'GET'],
  ['list', 'LIST'],
  ['watch', 'WATCH'],
  ['create', 'POST'],
  ['update', 'PUT'],
  ['patch', 'PATCH'],
  ['delete', 'DELETE'],
  ['deletecollection', 'DELETECOLLECTION'],
]);

function scopeOf({ name, namespace }: { readonly name: string; readonly namespace: string }): string {
  if (name !== '') return 'resource';
  return namespace !== '' ? 'namespace' : 'cluster';
}
