/** The usage of several cgroups taken together. Pure. */
import type { CgroupUsage, DeviceUsage } from './cgroup-usage.ts';

export const NO_USAGE: CgroupUsage = {
  at: 0,
  cpu: { total: 0, user: 0, system: 0, periods: 0, throttledPeriods: 0, throttled: 0 },
  memory: {
    usage: 0,
    workingSet: 0,
    rss: 0,
    cache: 0,
    mapped: 0,
    swap: 0,
    pageFaults: 0,
    majorPageFaults: 0,
    failures: 0,
    oomKills: 0,
  },
  io: [],
  processes: 0,
  limits: {},
};

/** What has peaks and limits has none of its own when it is taken together. */
export function addUsage(all: readonly CgroupUsage[]): CgroupUsage {
  return all.reduce(
    (sum, { at, cpu, memory, io, processes }) => ({
      at: Math.max(sum.at, at),
      cpu: addFields(sum.cpu, cpu),
      memory: addFields(sum.memory, memory),
      io: addDevices(sum.io, io),
      processes: sum.processes + processes,
      limits: {},
    }),
    NO_USAGE,
  );
}

/** The fields of the first. */
function addFields<T extends object>(sum: T, more: T): T {
  const added = Object.entries(sum).map(([name, value]) => [name, Number(value) + Number(Reflect.get(more, name))]);
  // The same names, all of them numbers.
  return Object.fromEntries(added) as T;
}

function addDevices(sum: readonly DeviceUsage[], more: readonly DeviceUsage[]): DeviceUsage[] {
  const devices = new Map(sum.map((usage) => [usage.device, usage]));
  for (const { device, ...usage } of more) {
    const { device: _, ...known } = devices.get(device) ?? { device, readBytes: 0, writeBytes: 0, reads: 0, writes: 0 };
    devices.set(device, { device, ...addFields(known, usage) });
  }
  return [...devices.values()];
}
