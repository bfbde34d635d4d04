/** What queues of work tell of themselves, under the names that client-go gives them. */
import type { Clock, Metrics } from '@wherry/component';

/** One queue's view of its metrics. */
export interface QueueObserver {
  added(key: string): void;
  retried(): void;
  taken(key: string): void;
  done(key: string): void;
}

/** Ten nanoseconds to a thousand seconds, as in client-go. */
const BUCKETS = Array.from({ length: 12 }, (_, index) => 10 ** (index - 8));

type QueueMetrics = ReturnType<typeof makeMetrics>;
/** One set for all queues of a process. */
const made = new WeakMap<Metrics, QueueMetrics>();

function makeMetrics(metrics: Metrics) {
  const named = (name: string, help: string) => ({ name: `workqueue_${name}`, help, labels: ['name'] as const });
  return {
    depth: metrics.gauge(named('depth', 'Keys that wait.')),
    adds: metrics.counter(named('adds_total', 'Keys that were added.')),
    retries: metrics.counter(named('retries_total', 'Keys that came back after a failure.')),
    waited: metrics.histogram({ ...named('queue_duration_seconds', 'How long keys waited.'), buckets: BUCKETS }),
    worked: metrics.histogram({ ...named('work_duration_seconds', 'How long work on a key took.'), buckets: BUCKETS }),
    unfinished: metrics.gauge(named('unfinished_work_seconds', 'The time spent on keys that are not done yet.')),
    longest: metrics.gauge(named('longest_running_processor_seconds', 'The longest time of those.')),
  };
}

export interface ObserveQueueOptions {
  readonly metrics: Metrics;
  readonly name: string;
  readonly clock: Pick<Clock, 'monotonic'>;
}

/** An observer for the queue of this name. */
export function observeQueue({ metrics, name, clock }: ObserveQueueOptions): QueueObserver {
  const known = made.get(metrics);
  const families = known ?? makeMetrics(metrics);
  if (known === undefined) made.set(metrics, families);
  const label = { name };
  const [adds, retries] = [families.adds.with(label), families.retries.with(label)];
  const [waited, worked] = [families.waited.with(label), families.worked.with(label)];
  const waiting = new Map<string, number>();
  const running = new Map<string, number>();
  const since = (times: Map<string, number>, key: string): number => {
    const begin = times.get(key) ?? clock.monotonic();
    times.delete(key);
    return (clock.monotonic() - begin) / 1000;
  };
  metrics.onCollect(() => {
    const now = clock.monotonic();
    const spent = [...running.values()].map((begin) => (now - begin) / 1000);
    families.depth.with(label).set(waiting.size);
    families.unfinished.with(label).set(spent.reduce((sum, seconds) => sum + seconds, 0));
    families.longest.with(label).set(Math.max(0, ...spent));
  });
  return {
    added(key) {
      adds.add();
      waiting.set(key, clock.monotonic());
    },
    retried: () => retries.add(),
    taken(key) {
      waited.observe(since(waiting, key));
      running.set(key, clock.monotonic());
    },
    done: (key) => worked.observe(since(running, key)),
  };
}
