/** What the scheduler tells of its work, under the names that kube-scheduler gives it. */
import type { Metrics } from '@wherry/component';
import type { SchedulingQueue } from './queue/scheduling-queue.ts';

/** How a try to find a node ended. */
export type AttemptResult = 'scheduled' | 'unschedulable' | 'error';

export interface SchedulerMetrics {
  /** A try ended: it took so many milliseconds for a pod of this scheduler's name. */
  tried(attempt: { readonly result: AttemptResult; readonly profile: string; readonly ms: number }): void;
  preempted(victims: number): void;
}

/** A millisecond to 16 s, doubling, as kube-scheduler has them. */
const SECONDS = Array.from({ length: 15 }, (_, index) => 0.001 * 2 ** index);
const VICTIMS = [1, 2, 4, 8, 16, 32, 64];

export function schedulerMetrics(metrics: Metrics, queue: Pick<SchedulingQueue, 'sizes'>): SchedulerMetrics {
  const labels = ['result', 'profile'] as const;
  const attempts = metrics.counter({
    name: 'scheduler_schedule_attempts_total',
    help: 'Tries to find a node for a pod, by how they ended.',
    labels,
  });
  const durations = metrics.histogram({
    name: 'scheduler_scheduling_attempt_duration_seconds',
    help: 'How long a try took, in seconds: for those that found a node, with the binding.',
    labels,
    buckets: SECONDS,
  });
  const pending = metrics.gauge({
    name: 'scheduler_pending_pods',
    help: 'Pods that wait for a node, by the queue that they are in.',
    labels: ['queue'],
  });
  const preemptions = metrics
    .counter({ name: 'scheduler_preemption_attempts_total', help: 'How often pods were to make room.' })
    .with({});
  const victims = metrics
    .histogram({ name: 'scheduler_preemption_victims', help: 'How many pods were to make room.', buckets: VICTIMS })
    .with({});
  metrics.onCollect(() => {
    for (const [name, size] of Object.entries(queue.sizes)) pending.with({ queue: name }).set(size);
  });
  return {
    tried({ result, profile, ms }) {
      attempts.with({ result, profile }).add();
      durations.with({ result, profile }).observe(ms / 1000);
    },
    preempted(count) {
      preemptions.add();
      victims.observe(count);
    },
  };
}
