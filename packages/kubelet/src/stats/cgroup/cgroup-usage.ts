/** What a cgroup has used and may use, the same for both versions of cgroups. */

export interface CgroupUsage extends CgroupFigures {
  /** When it was read, in milliseconds since some fixed moment: between two of them lies a rate. */
  readonly at: number;
}

/** What the files of a cgroup say. */
export interface CgroupFigures {
  readonly cpu: CpuUsage;
  readonly memory: MemoryUsage;
  /** By device, as `major:minor`. */
  readonly io: readonly DeviceUsage[];
  readonly processes: number;
  readonly limits: CgroupLimits;
}

/** Times are nanoseconds of one CPU since the cgroup was made. */
export interface CpuUsage {
  readonly total: number;
  readonly user: number;
  readonly system: number;
  readonly periods: number;
  readonly throttledPeriods: number;
  readonly throttled: number;
}

/** In bytes, what is in cgroups below included. */
export interface MemoryUsage {
  readonly usage: number;
  /** The most there has ever been. @default not known */
  readonly peak?: number;
  /** Without files that could be given up at once: what counts against a limit before somebody is killed. */
  readonly workingSet: number;
  readonly rss: number;
  readonly cache: number;
  readonly mapped: number;
  readonly swap: number;
  readonly pageFaults: number;
  readonly majorPageFaults: number;
  /** How often a limit was met. */
  readonly failures: number;
  readonly oomKills: number;
}

export interface DeviceUsage {
  readonly device: string;
  readonly readBytes: number;
  readonly writeBytes: number;
  readonly reads: number;
  readonly writes: number;
}

/** What is absent has no limit. */
export interface CgroupLimits {
  readonly memory?: number;
  /** Microseconds of CPU in each period of so many. */
  readonly cpuQuota?: number;
  readonly cpuPeriod?: number;
  readonly cpuShares?: number;
  readonly processes?: number;
}
