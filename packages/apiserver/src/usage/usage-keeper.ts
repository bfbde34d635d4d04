/**
 * The latest two samples of each node. They are taken when somebody asks, and never otherwise: what nobody looks at
 * costs nothing. So the first question after a while takes as long as two samples lie apart.
 */
import type { Clock, Log } from '@wherry/component';
import type { Sample } from './sample.ts';
import type { Pair } from './usage-of.ts';

export interface UsageKeeperOptions {
  /** Asks the kubelet of a node. */
  readonly sample: (node: string, signal: AbortSignal) => Promise<Sample>;
  readonly clock: Pick<Clock, 'monotonic' | 'after' | 'sleep'>;
  readonly log: Log;
}

export interface UsageKeeper {
  /** The samples of the nodes; those whose kubelet does not answer are left out. */
  read(nodes: Iterable<string>): Promise<ReadonlyMap<string, Pair>>;
}

interface Known {
  /** On the monotonic clock. */
  readonly takenAt: number;
  readonly last: Sample;
  readonly previous: Sample | undefined;
}

/** So long an answer is good for everybody who asks. */
const GOOD_MS = 15_000;
/** A sample that is older says nothing of what is used now. */
const OLDEST_MS = 120_000;
/** How long is waited before a kubelet is asked whether it has measured again. */
const APART_MS = 1_000;
/** How often a second sample is tried: some kubelets measure every ten seconds only. */
const TRIES = 12;
/** What is used in a shorter time says little. */
const SHORTEST_MS = 1_000;
/** How long a kubelet may take for one sample. */
const PATIENCE_MS = 5_000;

/** Whether there is nothing to count from: the kubelet, or what it counts, was started anew. */
function isBeginning({ at, node }: Sample, before: Sample): boolean {
  if (at < before.at) return true;
  return node !== undefined && (before.node === undefined || node.cpu < before.node.cpu);
}

export function createUsageKeeper({ sample, clock, log }: UsageKeeperOptions): UsageKeeper {
  const known = new Map<string, Known>();
  const underWay = new Map<string, Promise<Pair | undefined>>();

  const take = async (node: string): Promise<Known> => {
    const patience = new AbortController();
    const timer = clock.after(PATIENCE_MS, () => patience.abort(new Error('the kubelet takes too long')));
    try {
      const last = await sample(node, patience.signal);
      return { takenAt: clock.monotonic(), last, previous: undefined };
    } finally {
      timer.cancel();
    }
  };

  const renew = async (node: string): Promise<Pair | undefined> => {
    const before = known.get(node);
    let { last: previous } = before ?? (await take(node));
    for (let tries = before === undefined ? 0 : -1; tries < TRIES; tries += 1) {
      if (tries >= 0) await clock.sleep(APART_MS);
      const taken = await take(node);
      if (isBeginning(taken.last, previous)) previous = taken.last;
      if (taken.last.at - previous.at < SHORTEST_MS) continue;
      known.set(node, { ...taken, previous });
      return { previous, last: taken.last };
    }
    return undefined;
  };

  const read = (node: string): Promise<Pair | undefined> => {
    const found = known.get(node);
    if (found?.previous !== undefined && clock.monotonic() - found.takenAt < GOOD_MS) {
      return Promise.resolve({ previous: found.previous, last: found.last });
    }
    const running = underWay.get(node);
    if (running !== undefined) return running;
    const renewed = renew(node)
      .catch((error: unknown) => {
        log.info('could not learn what a node uses', { node, error: String(error) });
        return undefined;
      })
      .finally(() => underWay.delete(node));
    underWay.set(node, renewed);
    return renewed;
  };

  return {
    async read(nodes) {
      const now = clock.monotonic();
      for (const [node, { takenAt }] of known) if (now - takenAt > OLDEST_MS) known.delete(node);
      const pairs = await Promise.all([...new Set(nodes)].map(async (node) => [node, await read(node)] as const));
      return new Map(pairs.flatMap(([node, pair]) => (pair === undefined ? [] : [[node, pair] as const])));
    },
  };
}
