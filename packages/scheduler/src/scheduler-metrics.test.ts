import { createMetrics } from '@wherry/component';
import { describe, expect, it } from 'vitest';
import { schedulerMetrics } from './scheduler-metrics.ts';

describe('schedulerMetrics', () => {
  it("tells of tries, queues and evictions under kube-scheduler's names", () => {
    const metrics = createMetrics();
    const sizes = { active: 1, backoff: 2, unschedulable: 3, gated: 4 };
    const told = schedulerMetrics(metrics, { sizes });
    told.tried({ result: 'scheduled', profile: 'default-scheduler', ms: 3 });
    told.tried({ result: 'unschedulable', profile: 'default-scheduler', ms: 1 });
    told.preempted(2);
    const text = metrics.print();
    for (const line of [
      'scheduler_schedule_attempts_total{result="scheduled",profile="default-scheduler"} 1',
      'scheduler_schedule_attempts_total{result="unschedulable",profile="default-scheduler"} 1',
      'scheduler_scheduling_attempt_duration_seconds_sum{result="scheduled",profile="default-scheduler"} 0.003',
      'scheduler_pending_pods{queue="active"} 1',
      'scheduler_pending_pods{queue="gated"} 4',
      'scheduler_preemption_attempts_total 1',
      'scheduler_preemption_victims_sum 2',
    ]) {
      expect(text).toContain(`${line}\n`);
    }
  });
});
