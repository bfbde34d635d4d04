import { createMetrics, fakeClock } from '@wherry/component';
import { describe, expect, it } from 'vitest';
import { observeQueue } from './queue-metrics.ts';
import { WorkQueue } from './work-queue.ts';

describe('observeQueue', () => {
  it('tells of a queue what client-go tells', async () => {
    const clock = fakeClock();
    const metrics = createMetrics();
    const queue = new WorkQueue({ clock, observer: observeQueue({ metrics, name: 'things', clock }) });
    const value = (name: string) =>
      Number(new RegExp(`^workqueue_${name}\\{name="things"\\} (.+)$`, 'm').exec(metrics.print())?.[1]);
    queue.add('a');
    queue.add('a');
    queue.add('b');
    await clock.advance(2_000);
    expect([value('depth'), value('adds_total')]).toEqual([2, 2]);
    const key = (await queue.next()) ?? '';
    await clock.advance(3_000);
    expect(value('unfinished_work_seconds')).toBe(3);
    expect(value('longest_running_processor_seconds')).toBe(3);
    // Comes back by itself once it is given back.
    queue.add(key);
    expect([value('depth'), value('adds_total')]).toEqual([2, 3]);
    queue.done(key);
    expect(value('unfinished_work_seconds')).toBe(0);
    expect([value('queue_duration_seconds_sum'), value('work_duration_seconds_sum')]).toEqual([2, 3]);
    queue.addFailed('c');
    expect(value('retries_total')).toBe(1);
    await clock.advance(1_000);
    expect([value('depth'), value('adds_total')]).toEqual([3, 4]);
  });

  it('keeps the queues of a process apart', () => {
    const clock = fakeClock();
    const metrics = createMetrics();
    observeQueue({ metrics, name: 'one', clock }).added('a');
    observeQueue({ metrics, name: 'two', clock });
    expect(metrics.print()).toContain('workqueue_adds_total{name="one"} 1\nworkqueue_adds_total{name="two"} 0\n');
  });
});
