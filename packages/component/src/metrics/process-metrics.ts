/** What Prometheus expects of every process: CPU time, memory, open files, and when it started. */
import { readdirSync } from 'node:fs';
import type { Clock } from '../clock.ts';
import type { Metrics } from './metrics.ts';

/** Adds the metrics of this process to a registry. */
export function addProcessMetrics(metrics: Metrics, clock: Pick<Clock, 'now'>): void {
  const gauge = (name: string, help: string) => metrics.gauge({ name, help }).with({});
  const cpu = metrics.counter({ name: 'process_cpu_seconds_total', help: 'CPU time used, in seconds.' }).with({});
  const resident = gauge('process_resident_memory_bytes', 'Memory that is in RAM.');
  const heap = gauge('nodejs_heap_size_used_bytes', 'Memory of the JavaScript heap that is in use.');
  const total = gauge('nodejs_heap_size_total_bytes', 'Memory that the JavaScript heap has.');
  const external = gauge('nodejs_external_memory_bytes', 'Memory outside the heap that its objects hold.');
  const open = gauge('process_open_fds', 'Open files and sockets.');
  const start = gauge('process_start_time_seconds', 'When the process started, in seconds since 1970.');
  metrics
    .gauge({ name: 'nodejs_version_info', help: 'The version of Node.', labels: ['version'] })
    .with({ version: process.version })
    .set(1);
  start.set(clock.now().getTime() / 1000 - process.uptime());
  let counted = 0;
  metrics.onCollect(() => {
    const { user, system } = process.cpuUsage();
    const used = (user + system) / 1e6;
    cpu.add(Math.max(0, used - counted));
    counted = used;
    const usage = process.memoryUsage();
    resident.set(usage.rss);
    heap.set(usage.heapUsed);
    total.set(usage.heapTotal);
    external.set(usage.external);
    open.set(openFiles());
  });
}

/** Zero where the system does not say, as on macOS. */
function openFiles(): number {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    return 0;
  }
}
