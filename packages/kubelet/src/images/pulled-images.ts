/**
 * Which images of the machine Wherry has pulled, and may therefore remove: the engine is the user's, and what the user
 * has built or pulled stays. Remembered in a file, by name and id: a name that means another image now is not ours.
 */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { RuntimeError, type Images } from '../runtime/runtime.ts';

export interface PulledImages {
  add(name: string, id: string): Promise<void>;
  /** Removes those that are not in use; resolves with how many. */
  removeUnused(inUse: ReadonlySet<string>): Promise<number>;
}

export function createPulledImages(file: string, images: Pick<Images, 'inspect' | 'remove'>): PulledImages {
  const read = async (): Promise<Map<string, string>> => {
    const text = await readFile(file, 'utf8').catch(() => '{}');
    try {
      const found: unknown = JSON.parse(text);
      if (typeof found !== 'object' || found === null) return new Map();
      return new Map(Object.entries(found).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
    } catch (error) {
      // A file that was not written to its end knows nothing: then nothing is removed.
      if (error instanceof SyntaxError) return new Map();
      throw error;
    }
  };
  const write = async (known: ReadonlyMap<string, string>): Promise<void> => {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(`${file}.new`, JSON.stringify(Object.fromEntries(known)));
    await rename(`${file}.new`, file);
  };
  let last: Promise<unknown> = Promise.resolve();
  /** One after the other: each reads what the one before has written. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = last.then(work);
    last = result.catch(() => undefined);
    return result;
  };
  return {
    add: (name, id) => inTurn(async () => write((await read()).set(name, id))),
    removeUnused: (inUse) =>
      inTurn(async () => {
        const known = await read();
        let removed = 0;
        for (const [name, id] of known) {
          if (inUse.has(name)) continue;
          const found = await images.inspect(name);
          try {
            if (found?.id === id) {
              await images.remove(name);
              removed += 1;
            }
            known.delete(name);
          } catch (error) {
            // Another node's containers, or the user's, may use it.
            if (!(error instanceof RuntimeError)) throw error;
          }
        }
        await write(known);
        return removed;
      }),
  };
}
