/** From two samples to what was used between them. Pure. */
import { formatDuration, formatTime, Quantity } from '@wherry/api';
import type { Point, Sample } from './sample.ts';

/** Two samples of one node, the later one last. */
export interface Pair {
  readonly previous: Sample;
  readonly last: Sample;
}

/** As the API shows it. */
export interface Usage {
  /** When the time that was measured ended. */
  readonly timestamp: string;
  /** How long it was. */
  readonly window: string;
  readonly usage: { readonly cpu: string; readonly memory: string };
}

export interface PodUsage extends Pick<Usage, 'timestamp' | 'window'> {
  readonly containers: readonly { readonly name: string; readonly usage: Usage['usage'] }[];
}

/** Undefined when nothing can be said. */
export function nodeUsage({ previous, last }: Pair): Usage | undefined {
  return last.node === undefined ? undefined : usageBetween(previous.node, last.node);
}

/** Undefined when nothing can be said of one of its containers. @param pod `namespace/name` */
export function podUsage({ previous, last }: Pair, pod: string): PodUsage | undefined {
  const points = last.pods.get(pod);
  if (points === undefined) return undefined;
  const before = previous.pods.get(pod);
  const all: [string, Usage][] = [];
  for (const [name, point] of points) {
    const usage = usageBetween(startOf(point, before?.get(name)), point);
    if (usage === undefined) return undefined;
    all.push([name, usage]);
  }
  // Containers are not measured at the same moment: the earliest is true of all.
  const [earliest] = all.map(([, usage]) => usage).toSorted((a, b) => (a.timestamp < b.timestamp ? -1 : 1));
  if (earliest === undefined) return undefined;
  const { timestamp, window } = earliest;
  return { timestamp, window, containers: all.map(([name, { usage }]) => ({ name, usage })) };
}

/** What has run for a shorter time cannot be judged by its start. */
const FRESH_MS = 10_000;

/** The point to count from: the one before or, for a container that was started since, its start. */
function startOf(point: Point, before: Point | undefined): Point | undefined {
  const { startedAt } = point;
  if (before !== undefined && (startedAt === undefined || startedAt < before.at)) return before;
  if (startedAt === undefined || point.at - startedAt < FRESH_MS) return undefined;
  return { cpu: 0, memory: point.memory, at: startedAt };
}

const NANO = 1e9;

function usageBetween(previous: Point | undefined, last: Point): Usage | undefined {
  if (previous === undefined || last.at <= previous.at || last.cpu < previous.cpu) return undefined;
  const milliseconds = last.at - previous.at;
  const cores = (last.cpu - previous.cpu) / (milliseconds / 1000);
  return {
    timestamp: formatTime(last.at),
    window: formatDuration(BigInt(Math.round(milliseconds)) * 1_000_000n),
    usage: {
      cpu: Quantity.parse(`${Math.floor(cores * NANO)}n`).toString(),
      memory: Quantity.of(Math.floor(last.memory), 'BinarySI').toString(),
    },
  };
}
