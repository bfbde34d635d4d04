/** cAdvisor's metrics, one row each, with how each comes from what was measured. */
import type { CgroupUsage, DeviceUsage } from '../cgroup/cgroup-usage.ts';
import type { DeviceTraffic } from '../network-usage.ts';
import type { MetricFamily } from './exposition.ts';

type Described = Pick<MetricFamily, 'name' | 'help' | 'type'>;

export interface CgroupMetric extends Described {
  /** Undefined: this cgroup has no such thing. */
  readonly value: (usage: CgroupUsage) => number | undefined;
  /** Further labels, as they are written. */
  readonly labels?: string;
  /** Other values of the same name. */
  readonly more?: readonly { readonly value: CgroupMetric['value']; readonly labels: string }[];
  /** Settings have no time. @default true */
  readonly isTimed?: boolean;
}

export interface DeviceMetric extends Described {
  readonly value: (usage: DeviceUsage) => number;
}

export interface TrafficMetric extends Described {
  readonly value: (traffic: DeviceTraffic) => number;
}

const NANOS = 1e9;
/** What there is only where there is a quota. */
const withQuota = ({ limits }: CgroupUsage, value: number): number | undefined =>
  limits.cpuQuota === undefined ? undefined : value;

export const cgroupMetrics: readonly CgroupMetric[] = [
  {
    name: 'container_cpu_usage_seconds_total',
    help: 'CPU time used, in seconds',
    type: 'counter',
    value: ({ cpu }) => cpu.total / NANOS,
    labels: 'cpu="total"',
  },
  {
    name: 'container_cpu_user_seconds_total',
    help: 'CPU time used by programs, in seconds',
    type: 'counter',
    value: ({ cpu }) => cpu.user / NANOS,
  },
  {
    name: 'container_cpu_system_seconds_total',
    help: 'CPU time used by the kernel on their behalf, in seconds',
    type: 'counter',
    value: ({ cpu }) => cpu.system / NANOS,
  },
  {
    name: 'container_cpu_cfs_periods_total',
    help: 'Periods in which the CPU quota counted',
    type: 'counter',
    value: (usage) => withQuota(usage, usage.cpu.periods),
  },
  {
    name: 'container_cpu_cfs_throttled_periods_total',
    help: 'Periods in which the CPU quota was used up',
    type: 'counter',
    value: (usage) => withQuota(usage, usage.cpu.throttledPeriods),
  },
  {
    name: 'container_cpu_cfs_throttled_seconds_total',
    help: 'Time spent waiting for CPU quota, in seconds',
    type: 'counter',
    value: (usage) => withQuota(usage, usage.cpu.throttled / NANOS),
  },
  {
    name: 'container_memory_usage_bytes',
    help: 'Memory in use, with all of its caches',
    type: 'gauge',
    value: ({ memory }) => memory.usage,
  },
  {
    name: 'container_memory_working_set_bytes',
    help: 'Memory in use that cannot be given up at once',
    type: 'gauge',
    value: ({ memory }) => memory.workingSet,
  },
  {
    name: 'container_memory_max_usage_bytes',
    help: 'The most memory that has ever been in use',
    type: 'gauge',
    value: ({ memory }) => memory.peak,
  },
  {
    name: 'container_memory_rss',
    help: 'Anonymous memory',
    type: 'gauge',
    value: ({ memory }) => memory.rss,
  },
  {
    name: 'container_memory_cache',
    help: 'Memory that caches files',
    type: 'gauge',
    value: ({ memory }) => memory.cache,
  },
  {
    name: 'container_memory_mapped_file',
    help: 'Memory of mapped files',
    type: 'gauge',
    value: ({ memory }) => memory.mapped,
  },
  {
    name: 'container_memory_swap',
    help: 'Swap in use',
    type: 'gauge',
    value: ({ memory }) => memory.swap,
  },
  {
    name: 'container_memory_failcnt',
    help: 'How often a memory limit was met',
    type: 'counter',
    value: ({ memory }) => memory.failures,
  },
  {
    name: 'container_oom_events_total',
    help: 'How often something was killed for want of memory',
    type: 'counter',
    value: ({ memory }) => memory.oomKills,
  },
  {
    name: 'container_memory_failures_total',
    help: 'Page faults',
    type: 'counter',
    value: ({ memory }) => memory.pageFaults,
    labels: 'failure_type="pgfault",scope="hierarchy"',
    more: [{ value: ({ memory }) => memory.majorPageFaults, labels: 'failure_type="pgmajfault",scope="hierarchy"' }],
  },
  {
    name: 'container_processes',
    help: 'Processes',
    type: 'gauge',
    value: ({ processes }) => processes,
  },
  {
    name: 'container_spec_cpu_period',
    help: 'Length of a period of the CPU quota, in microseconds',
    type: 'gauge',
    value: ({ limits }) => limits.cpuPeriod,
    isTimed: false,
  },
  {
    name: 'container_spec_cpu_quota',
    help: 'CPU time in each period, in microseconds',
    type: 'gauge',
    value: ({ limits }) => limits.cpuQuota,
    isTimed: false,
  },
  {
    name: 'container_spec_cpu_shares',
    help: 'Weight under contention; 1024 is one CPU',
    type: 'gauge',
    value: ({ limits }) => limits.cpuShares,
    isTimed: false,
  },
  {
    name: 'container_spec_memory_limit_bytes',
    help: 'Memory limit; 0 for none',
    type: 'gauge',
    value: ({ limits }) => limits.memory ?? 0,
    isTimed: false,
  },
];

export const deviceMetrics: readonly DeviceMetric[] = [
  {
    name: 'container_fs_reads_bytes_total',
    help: 'Bytes read from a device',
    type: 'counter',
    value: ({ readBytes }) => readBytes,
  },
  {
    name: 'container_fs_writes_bytes_total',
    help: 'Bytes written to a device',
    type: 'counter',
    value: ({ writeBytes }) => writeBytes,
  },
  {
    name: 'container_fs_reads_total',
    help: 'Reads from a device',
    type: 'counter',
    value: ({ reads }) => reads,
  },
  {
    name: 'container_fs_writes_total',
    help: 'Writes to a device',
    type: 'counter',
    value: ({ writes }) => writes,
  },
];

export const trafficMetrics: readonly TrafficMetric[] = [
  {
    name: 'container_network_receive_bytes_total',
    help: 'Bytes received',
    type: 'counter',
    value: ({ received }) => received.bytes,
  },
  {
    name: 'container_network_receive_packets_total',
    help: 'Packets received',
    type: 'counter',
    value: ({ received }) => received.packets,
  },
  {
    name: 'container_network_receive_errors_total',
    help: 'Errors where packets were to be received',
    type: 'counter',
    value: ({ received }) => received.errors,
  },
  {
    name: 'container_network_receive_packets_dropped_total',
    help: 'Packets dropped that were to be received',
    type: 'counter',
    value: ({ received }) => received.dropped,
  },
  {
    name: 'container_network_transmit_bytes_total',
    help: 'Bytes sent',
    type: 'counter',
    value: ({ sent }) => sent.bytes,
  },
  {
    name: 'container_network_transmit_packets_total',
    help: 'Packets sent',
    type: 'counter',
    value: ({ sent }) => sent.packets,
  },
  {
    name: 'container_network_transmit_errors_total',
    help: 'Errors where packets were to be sent',
    type: 'counter',
    value: ({ sent }) => sent.errors,
  },
  {
    name: 'container_network_transmit_packets_dropped_total',
    help: 'Packets dropped that were to be sent',
    type: 'counter',
    value: ({ sent }) => sent.dropped,
  },
];
