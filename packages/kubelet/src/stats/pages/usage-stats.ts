/** The usage of a cgroup in the words of the summary API. Pure. */
import type { CgroupUsage } from '../cgroup/cgroup-usage.ts';

export interface CpuStats {
  readonly time: string;
  /** Of a second of one CPU, in each second. */
  readonly usageNanoCores?: number;
  readonly usageCoreNanoSeconds: number;
}

export interface MemoryStats {
  readonly time: string;
  readonly availableBytes?: number;
  readonly usageBytes: number;
  readonly workingSetBytes: number;
  readonly rssBytes: number;
  readonly pageFaults: number;
  readonly majorPageFaults: number;
}

export interface SwapStats {
  readonly time: string;
  readonly swapAvailableBytes: number;
  readonly swapUsageBytes: number;
}

export interface CpuInput {
  readonly usage: CgroupUsage;
  readonly time: string;
  /** Undefined for what is new: there is no rate yet. */
  readonly before: CgroupUsage | undefined;
}

const MS_PER_SECOND = 1000;

export function cpuStats({ usage, time, before }: CpuInput): CpuStats {
  const span = usage.at - (before?.at ?? 0);
  const used = usage.cpu.total - (before?.cpu.total ?? 0);
  // What began anew counts from zero again.
  const isKnown = before !== undefined && span > 0 && used >= 0;
  return {
    time,
    ...(isKnown ? { usageNanoCores: Math.round((used * MS_PER_SECOND) / span) } : {}),
    usageCoreNanoSeconds: usage.cpu.total,
  };
}

export interface MemoryInput {
  readonly usage: CgroupUsage;
  readonly time: string;
  /** In bytes. @default its limit */
  readonly capacity?: number;
}

export function memoryStats({ usage: { memory, limits }, time, capacity = limits.memory }: MemoryInput): MemoryStats {
  const { usage, workingSet, rss, pageFaults, majorPageFaults } = memory;
  return {
    time,
    ...(capacity === undefined ? {} : { availableBytes: Math.max(0, capacity - workingSet) }),
    usageBytes: usage,
    workingSetBytes: workingSet,
    rssBytes: rss,
    pageFaults,
    majorPageFaults,
  };
}

/** Containers have as much memory with swap as without. */
export function swapStats({ memory }: CgroupUsage, time: string): SwapStats {
  return { time, swapAvailableBytes: 0, swapUsageBytes: memory.swap };
}
