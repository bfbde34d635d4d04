/** One cgroup that is read again and again: its files stay open, which costs a fifth of opening them each time. */
import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { CgroupVersion, Pace } from './cgroup-files.ts';
import type { CgroupUsage } from './cgroup-usage.ts';

export interface OpenCgroup {
  /** @param now in milliseconds since some fixed moment. @returns undefined when it has gone */
  read(now: number): CgroupUsage | undefined;
  close(): void;
}

export interface CgroupPlace {
  readonly version: CgroupVersion;
  /** Where cgroups are mounted. */
  readonly root: string;
  /** From there, with version 1 below each controller. */
  readonly path: string;
}

/** How old what a file says may be, in milliseconds. */
const AGES: Readonly<Record<Pace, number>> = { moments: 0, seconds: 8000, settings: 30_000 };

export function openCgroup({ version, root, path }: CgroupPlace, buffer: Buffer): OpenCgroup {
  const files = version.files.map(({ name, controller = '', pace = 'moments' }) => ({
    name,
    age: AGES[pace],
    descriptor: openOne(join(root, controller, path, name)),
  }));
  const texts = new Map<string, { readonly text: string; readonly at: number }>();
  return {
    read(now) {
      try {
        for (const { name, age, descriptor } of files) {
          const last = texts.get(name)?.at ?? -Infinity;
          if (descriptor === undefined || (now - last < age && age > 0)) continue;
          texts.set(name, {
            text: buffer.toString('latin1', 0, readSync(descriptor, buffer, 0, buffer.length, 0)),
            at: now,
          });
        }
      } catch {
        // The files of a cgroup that is gone can be read no more.
        return undefined;
      }
      return texts.size === 0 ? undefined : version.usage((name) => texts.get(name)?.text ?? '');
    },
    close() {
      for (const { descriptor } of files) if (descriptor !== undefined) closeSync(descriptor);
    },
  };
}

/** Undefined when there is no such file: kernels differ in what they have. */
function openOne(path: string): number | undefined {
  try {
    return openSync(path, 'r');
  } catch {
    return undefined;
  }
}
