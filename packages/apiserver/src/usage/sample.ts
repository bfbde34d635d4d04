/** What a kubelet says at one moment of what its node and containers have used: `/metrics/resource`, read. */

/** One container or node at one moment. */
export interface Point {
  /** Seconds of processor time since the start. */
  readonly cpu: number;
  /** Bytes of the working set. */
  readonly memory: number;
  /** When it was measured, in milliseconds since 1970. */
  readonly at: number;
  /** When it was started, likewise; undefined for a node. */
  readonly startedAt?: number;
}

export interface Sample {
  readonly node: Point | undefined;
  /** The points of the containers of each pod, by `namespace/name`, then by the container's name. */
  readonly pods: ReadonlyMap<string, ReadonlyMap<string, Point>>;
  /** The time of the latest point. */
  readonly at: number;
}

interface Parts {
  cpu?: number;
  memory?: number;
  at?: number;
  startedAt?: number;
}

/** A line of the text format: name, labels, value, and the time in milliseconds. */
const LINE = /^([a-z_]+)(?:\{(.*)\})? ([^ ]+)(?: (\d+))?$/;
const LABEL = /([a-z_]+)="((?:[^"\\]|\\.)*)"/g;

/**
 * Reads the metrics that matter here; all others, and what is none, is passed over.
 * @param now the time of what carries none of its own, in milliseconds since 1970
 */
export function readSample(text: string, now: number): Sample {
  const node: Parts = {};
  const pods = new Map<string, Map<string, Parts>>();
  for (const line of text.split('\n')) {
    if (!line.startsWith('node_') && !line.startsWith('container_')) continue;
    const [, name = '', labels = '', value = '', time] = LINE.exec(line) ?? [];
    const isNode = name.startsWith('node_');
    const parts = isNode ? node : partsOf(pods, labels);
    const number = Number(value);
    if (parts === undefined || !Number.isFinite(number)) continue;
    note(parts, { metric: name.slice(isNode ? 'node_'.length : 'container_'.length), number, at: Number(time ?? now) });
  }
  return sampleOf(pointOf(node), pods);
}

interface Noted {
  readonly metric: string;
  readonly number: number;
  readonly at: number;
}

function note(parts: Parts, { metric, number, at }: Noted): void {
  switch (metric) {
    case 'cpu_usage_seconds_total':
      // Processor time is what rates are made of: its time is that of the point.
      parts.cpu = number;
      parts.at = at;
      break;
    case 'memory_working_set_bytes':
      parts.memory = number;
      break;
    case 'start_time_seconds':
      parts.startedAt = number * 1000;
      break;
  }
}

function partsOf(pods: Map<string, Map<string, Parts>>, text: string): Parts | undefined {
  const labels = new Map([...text.matchAll(LABEL)].map(([, name = '', value = '']) => [name, value]));
  const [namespace, pod, container] = ['namespace', 'pod', 'container'].map((name) => labels.get(name) ?? '');
  if (!namespace || !pod || !container) return undefined;
  const key = `${namespace}/${pod}`;
  const containers = pods.get(key) ?? new Map<string, Parts>();
  pods.set(key, containers);
  const parts = containers.get(container) ?? {};
  containers.set(container, parts);
  return parts;
}

/** What has no memory does not run. */
function pointOf({ cpu, memory, at, startedAt }: Parts): Point | undefined {
  if (cpu === undefined || at === undefined || memory === undefined || memory <= 0) return undefined;
  return { cpu, memory, at, ...(startedAt === undefined ? {} : { startedAt }) };
}

function sampleOf(node: Point | undefined, found: ReadonlyMap<string, ReadonlyMap<string, Parts>>): Sample {
  const pods = new Map<string, Map<string, Point>>();
  let at = node?.at ?? 0;
  for (const [key, containers] of found) {
    const points = new Map<string, Point>();
    for (const [name, parts] of containers) {
      const point = pointOf(parts);
      if (point === undefined) continue;
      points.set(name, point);
      at = Math.max(at, point.at);
    }
    if (points.size > 0) pods.set(key, points);
  }
  return { node, pods, at };
}
