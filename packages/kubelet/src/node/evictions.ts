/**
 * Watches what the machine has left and what pods take of it: a pod that has put more into a volume than it may ends;
 * when the machine itself runs out of something, images that nobody uses go, and then pods, one at a time.
 */
import { join } from 'node:path';
import { Quantity } from '@wherry/api';
import type { Pod } from '@wherry/api/core-v1';
import { describeError, releasing, type Clock, type Log, type Running } from '@wherry/component';
import type { Verdict } from '../status/picture.ts';
import { folderSize } from './folder-size.ts';
import { planEviction, pressureVerdict, volumeVerdict } from './plan-eviction.ts';
import { NO_PRESSURE, pressureOf, type Pressure, type Readings } from './pressure.ts';

export interface EvictionsOptions {
  readonly pods: () => readonly Readonly<Pod>[];
  /** Where the files of a pod lie. */
  readonly podFolder: (uid: string) => string;
  readonly readMachine: () => Promise<Readings>;
  /** Removes images that nobody needs; resolves with whether there was one. */
  readonly freeDisk: () => Promise<boolean>;
  readonly evict: (uid: string, verdict: Verdict) => void;
  readonly onChange: () => void;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Evictions extends Running {
  pressure(): Pressure;
}

const LOOK_MS = 10_000;
/** Pressure that has gone is talked of for so long, so that pods do not come and go with it. */
const CALM_MS = 300_000;

export function startEvictions(options: EvictionsOptions): Evictions {
  const { clock, log } = options;
  let pressure = NO_PRESSURE;
  const seen = new Map<string, number>();
  let looking: Promise<void> = Promise.resolve();
  let isLooking = false;
  const look = async (): Promise<void> => {
    await endGreedy(options);
    const readings = await options.readMachine();
    const now = clock.monotonic();
    const found = pressureOf(readings);
    for (const [resource, isLow] of Object.entries(found)) if (isLow) seen.set(resource, now);
    const lasts = (resource: string) => now - (seen.get(resource) ?? -Infinity) < CALM_MS;
    const next = { memory: lasts('memory'), disk: lasts('disk'), pids: lasts('pids') };
    const isNew = JSON.stringify(next) !== JSON.stringify(pressure);
    pressure = next;
    if (isNew) options.onChange();
    const low = (['memory', 'disk', 'pids'] as const).find((resource) => found[resource]);
    if (low === undefined || (low === 'disk' && (await options.freeDisk()))) return;
    const victim = planEviction(options.pods());
    if (victim !== undefined) options.evict(victim.metadata.uid ?? '', pressureVerdict(low, readings[low]));
  };
  const timer = clock.every(LOOK_MS, () => {
    if (isLooking) return;
    isLooking = true;
    looking = look()
      .catch((error: unknown) => log.info('machine not looked at', { error: describeError(error) }))
      .finally(() => (isLooking = false));
  });
  return {
    ...releasing(async () => {
      timer.cancel();
      await looking;
    }),
    pressure: () => pressure,
  };
}

async function endGreedy({ pods, podFolder, evict }: EvictionsOptions): Promise<void> {
  for (const { metadata, spec, status } of pods()) {
    if (status.phase !== 'Running' && status.phase !== 'Pending') continue;
    const uid = metadata.uid ?? '';
    for (const { name, emptyDir } of spec.volumes ?? []) {
      // In memory the size is the size of the file system.
      if (emptyDir?.sizeLimit === undefined || emptyDir.medium === 'Memory') continue;
      const limit = Number(Quantity.parse(emptyDir.sizeLimit).value());
      if (limit === 0) continue;
      const size = await folderSize(join(podFolder(uid), 'volumes', 'kubernetes.io~empty-dir', name), limit);
      if (size > limit) evict(uid, volumeVerdict(name, emptyDir.sizeLimit));
    }
  }
}
