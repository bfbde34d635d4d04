import { systemClock } from '../clock.ts';
import { createMetrics } from './metrics.ts';
import { describe, expect, it } from 'vitest';
import { addProcessMetrics } from './process-metrics.ts';

describe('addProcessMetrics()', () => {
  it('reads the process anew at every print', () => {
    const metrics = createMetrics();
    addProcessMetrics(metrics, systemClock);
    const value = (name: string) => Number(new RegExp(`^${name} (.+)$`, 'm').exec(metrics.print())?.[1]);
    const cpu = value('process_cpu_seconds_total');
    expect(cpu).toBeGreaterThan(0);
    for (let work = 0; value('process_cpu_seconds_total') === cpu; work++) Math.sqrt(work);
    expect(value('process_resident_memory_bytes')).toBeGreaterThan(1e6);
    expect(value('nodejs_heap_size_used_bytes')).toBeLessThan(value('process_resident_memory_bytes'));
    expect(Math.abs(value('process_start_time_seconds') + process.uptime() - Date.now() / 1000)).toBeLessThan(2);
  });
});
