/** One cgroup that is read again and again: what is read often stays open, which is much of what reading costs. */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
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
  const files = version.files.map(({ name, controller = '', pace = 'moments' }) => {
    const place = join(root, controller, path, name);
    return { name, place, age: AGES[pace], descriptor: pace === 'settings' ? undefined : openOne(place) };
  });
  const texts = new Map<string, { readonly text: string; readonly at: number }>();
  return {
    read(now) {
      try {
        for (const { name, place, age, descriptor } of files) {
          const last = texts.get(name);
          if (last !== undefined && age > 0 && now - last.at < age) continue;
          const text = descriptor === undefined ? readOne(place) : readOpen(descriptor, buffer);
          texts.set(name, { text, at: now });
        }
      } catch {
        // The files of a cgroup that is gone can be read no more.
        return undefined;
      }
      const isThere = files.some(({ descriptor }) => descriptor !== undefined);
      return isThere ? { at: now, ...version.usage((name) => texts.get(name)?.text ?? '') } : undefined;
    },
    close() {
      for (const { descriptor } of files) if (descriptor !== undefined) closeSync(descriptor);
    },
  };
}

const readOpen = (descriptor: number, buffer: Buffer): string =>
  buffer.toString('latin1', 0, readSync(descriptor, buffer, 0, buffer.length, 0));

/** Empty when there is no such file: kernels differ in what they have. */
function readOne(place: string): string {
  try {
    return readFileSync(place, 'latin1');
  } catch {
    return '';
  }
}

/** Undefined when there is no such file. */
function openOne(path: string): number | undefined {
  try {
    return openSync(path, 'r');
  } catch {
    return undefined;
  }
}
