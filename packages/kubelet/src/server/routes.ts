/** What a request asks the kubelet for, by its path. Pure. */
export type KubeletRoute =
  | { readonly type: PageRoute }
  | { readonly type: 'logs'; readonly namespace: string; readonly pod: string; readonly container: string }
  | ({ readonly type: 'run' } & ContainerPlace)
  | StreamRoute;

/** What is told whole, and of the whole node. */
type PageRoute = 'healthz' | 'metrics' | 'pods' | 'runningPods' | 'summary' | 'cadvisor' | 'resource';

/** The routes that end in a conversation. */
export type StreamRoute =
  ({ readonly type: 'exec' | 'attach' } & ContainerPlace) | ({ readonly type: 'portForward' } & PodPlace);

export interface PodPlace {
  readonly namespace: string;
  readonly pod: string;
  /** Only a pod with this uid is meant. */
  readonly uid?: string;
}

export interface ContainerPlace extends PodPlace {
  readonly container: string;
}

const ALONE: Readonly<Record<string, PageRoute>> = {
  '/healthz': 'healthz',
  '/healthz/ping': 'healthz',
  '/metrics': 'metrics',
  '/pods': 'pods',
  '/runningpods/': 'runningPods',
  '/runningpods': 'runningPods',
  '/stats/summary': 'summary',
  '/metrics/cadvisor': 'cadvisor',
  '/metrics/resource': 'resource',
};

const METHODS: Readonly<Record<KubeletRoute['type'], readonly string[]>> = {
  healthz: ['GET'],
  metrics: ['GET'],
  pods: ['GET'],
  runningPods: ['GET'],
  summary: ['GET', 'POST'],
  cadvisor: ['GET'],
  resource: ['GET'],
  logs: ['GET'],
  exec: ['GET', 'POST'],
  attach: ['GET', 'POST'],
  run: ['POST'],
  portForward: ['GET', 'POST'],
};

/** undefined: there is nothing at this path. `method`: nothing for this method. */
export function routeOf(method: string, path: string): KubeletRoute | 'method' | undefined {
  const route = routeOfPath(path);
  if (route === undefined) return undefined;
  return METHODS[route.type].includes(method) ? route : 'method';
}

function routeOfPath(path: string): KubeletRoute | undefined {
  const alone = Object.hasOwn(ALONE, path) ? ALONE[path] : undefined;
  if (alone !== undefined) return { type: alone };
  const segments = decodeSegments(path);
  const [type, namespace, pod, third, fourth] = segments ?? [];
  if (segments === undefined || namespace === undefined || pod === undefined) return undefined;
  const { length } = segments;
  if (type === 'containerLogs' && third !== undefined && length === 4)
    return { type: 'logs', namespace, pod, container: third };
  if (type === 'portForward' && length <= 4)
    return { type, namespace, pod, ...(third === undefined ? {} : { uid: third }) };
  if ((type !== 'exec' && type !== 'attach' && type !== 'run') || third === undefined) return undefined;
  if (length > 5) return undefined;
  const place = fourth === undefined ? { container: third } : { uid: third, container: fourth };
  return { type, namespace, pod, ...place };
}

function decodeSegments(path: string): string[] | undefined {
  try {
    const segments = path.split('/').slice(1).map(decodeURIComponent);
    return segments.includes('') ? undefined : segments;
  } catch {
    return undefined;
  }
}
