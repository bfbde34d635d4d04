/**
 * Which files of a cgroup are read, and what they say: one table for each version of cgroups. Nothing else differs.
 *
 * @see https://docs.kernel.org/admin-guide/cgroup-v2.html
 * @see https://docs.kernel.org/admin-guide/cgroup-v1/memory.html
 */
import { devicesV1, devicesV2, numberIn, numbersIn, type Numbers } from './read-numbers.ts';
import type { CgroupFigures } from './cgroup-usage.ts';

/** A file by name: below its controller with version 1. */
export interface CgroupFile {
  /** Of version 1 only. */
  readonly controller?: string;
  readonly name: string;
  /** How old what it says may be. @default moments */
  readonly pace?: Pace;
}

/** `seconds`: what only whoever wants to know everything reads. `settings`: what changes when somebody changes it. */
export type Pace = 'moments' | 'seconds' | 'settings';

export interface CgroupVersion {
  readonly files: readonly CgroupFile[];
  /** @param textOf the text of a file of the table; empty when there is no such file */
  usage(textOf: (name: string) => string): CgroupFigures;
}

const NANOS_PER_MICRO = 1000;
/** Version 1 counts times of users and the system in ticks of a hundredth of a second. */
const NANOS_PER_TICK = 10_000_000;
/** How version 1 says that there is no limit: the largest number of whole pages. */
const NO_LIMIT = 2 ** 62;

export const cgroupV1: CgroupVersion = {
  files: [
    { controller: 'cpuacct', name: 'cpuacct.usage' },
    { controller: 'cpuacct', name: 'cpuacct.stat', pace: 'seconds' },
    { controller: 'cpu', name: 'cpu.stat', pace: 'seconds' },
    { controller: 'memory', name: 'memory.usage_in_bytes' },
    { controller: 'memory', name: 'memory.stat' },
    { controller: 'memory', name: 'memory.max_usage_in_bytes', pace: 'seconds' },
    { controller: 'memory', name: 'memory.failcnt', pace: 'seconds' },
    { controller: 'memory', name: 'memory.oom_control', pace: 'seconds' },
    { controller: 'blkio', name: 'blkio.throttle.io_service_bytes_recursive', pace: 'seconds' },
    { controller: 'blkio', name: 'blkio.throttle.io_serviced_recursive', pace: 'seconds' },
    { controller: 'pids', name: 'pids.current', pace: 'seconds' },
    { controller: 'memory', name: 'memory.limit_in_bytes', pace: 'settings' },
    { controller: 'cpu', name: 'cpu.cfs_quota_us', pace: 'settings' },
    { controller: 'cpu', name: 'cpu.cfs_period_us', pace: 'settings' },
    { controller: 'cpu', name: 'cpu.shares', pace: 'settings' },
    { controller: 'pids', name: 'pids.max', pace: 'settings' },
  ],
  usage(textOf) {
    const times = numbersIn(textOf('cpuacct.stat'));
    const turns = numbersIn(textOf('cpu.stat'));
    const memory = numbersIn(textOf('memory.stat'));
    const usage = numberIn(textOf('memory.usage_in_bytes')) ?? 0;
    const peak = numberIn(textOf('memory.max_usage_in_bytes'));
    return {
      cpu: {
        total: numberIn(textOf('cpuacct.usage')) ?? 0,
        user: of(times, 'user') * NANOS_PER_TICK,
        system: of(times, 'system') * NANOS_PER_TICK,
        periods: of(turns, 'nr_periods'),
        throttledPeriods: of(turns, 'nr_throttled'),
        throttled: of(turns, 'throttled_time'),
      },
      memory: {
        usage,
        ...(peak === undefined ? {} : { peak }),
        workingSet: Math.max(0, usage - of(memory, 'total_inactive_file')),
        rss: of(memory, 'total_rss'),
        cache: of(memory, 'total_cache'),
        mapped: of(memory, 'total_mapped_file'),
        swap: of(memory, 'total_swap'),
        pageFaults: of(memory, 'total_pgfault'),
        majorPageFaults: of(memory, 'total_pgmajfault'),
        failures: numberIn(textOf('memory.failcnt')) ?? 0,
        oomKills: of(numbersIn(textOf('memory.oom_control')), 'oom_kill'),
      },
      io: devicesV1({
        bytes: textOf('blkio.throttle.io_service_bytes_recursive'),
        operations: textOf('blkio.throttle.io_serviced_recursive'),
      }),
      processes: numberIn(textOf('pids.current')) ?? 0,
      limits: {
        ...limit('memory', numberIn(textOf('memory.limit_in_bytes'))),
        ...limit('cpuQuota', numberIn(textOf('cpu.cfs_quota_us'))),
        ...limit('cpuPeriod', numberIn(textOf('cpu.cfs_period_us'))),
        ...limit('cpuShares', numberIn(textOf('cpu.shares'))),
        ...limit('processes', numberIn(textOf('pids.max'))),
      },
    };
  },
};

export const cgroupV2: CgroupVersion = {
  files: [
    { name: 'cpu.stat' },
    { name: 'memory.current' },
    { name: 'memory.stat' },
    { name: 'memory.peak', pace: 'seconds' },
    { name: 'memory.swap.current', pace: 'seconds' },
    { name: 'memory.events', pace: 'seconds' },
    { name: 'io.stat', pace: 'seconds' },
    { name: 'pids.current', pace: 'seconds' },
    { name: 'memory.max', pace: 'settings' },
    { name: 'cpu.max', pace: 'settings' },
    { name: 'cpu.weight', pace: 'settings' },
    { name: 'pids.max', pace: 'settings' },
  ],
  usage(textOf) {
    const cpu = numbersIn(textOf('cpu.stat'));
    const memory = numbersIn(textOf('memory.stat'));
    const events = numbersIn(textOf('memory.events'));
    const [quota = '', period = ''] = textOf('cpu.max').trim().split(' ');
    const weight = numberIn(textOf('cpu.weight'));
    const peak = numberIn(textOf('memory.peak'));
    // The root has no memory.current: it is what its statistics add up to.
    const usage = numberIn(textOf('memory.current')) ?? of(memory, 'anon') + of(memory, 'file');
    return {
      cpu: {
        total: of(cpu, 'usage_usec') * NANOS_PER_MICRO,
        user: of(cpu, 'user_usec') * NANOS_PER_MICRO,
        system: of(cpu, 'system_usec') * NANOS_PER_MICRO,
        periods: of(cpu, 'nr_periods'),
        throttledPeriods: of(cpu, 'nr_throttled'),
        throttled: of(cpu, 'throttled_usec') * NANOS_PER_MICRO,
      },
      memory: {
        usage,
        ...(peak === undefined ? {} : { peak }),
        workingSet: Math.max(0, usage - of(memory, 'inactive_file')),
        rss: of(memory, 'anon'),
        cache: of(memory, 'file'),
        mapped: of(memory, 'file_mapped'),
        swap: numberIn(textOf('memory.swap.current')) ?? 0,
        pageFaults: of(memory, 'pgfault'),
        majorPageFaults: of(memory, 'pgmajfault'),
        failures: of(events, 'max'),
        oomKills: of(events, 'oom_kill'),
      },
      io: devicesV2(textOf('io.stat')),
      processes: numberIn(textOf('pids.current')) ?? 0,
      limits: {
        ...limit('memory', numberIn(textOf('memory.max'))),
        ...limit('cpuQuota', numberIn(quota)),
        ...limit('cpuPeriod', numberIn(period)),
        ...limit('cpuShares', weight === undefined ? undefined : sharesOf(weight)),
        ...limit('processes', numberIn(textOf('pids.max'))),
      },
    };
  },
};

const of = (numbers: Numbers, name: string): number => numbers.get(name) ?? 0;

function limit<Name extends string>(name: Name, value: number | undefined): { readonly [K in Name]?: number } {
  if (value === undefined || value < 0 || value >= NO_LIMIT) return {};
  // The name is a parameter, so the compiler does not see which one it is.
  return { [name]: value } as { readonly [K in Name]?: number };
}

/** As container runtimes translate weights, the other way round. */
const sharesOf = (weight: number): number => Math.round(2 + ((weight - 1) * 262_142) / 9999);
