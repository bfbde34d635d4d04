import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RuntimeError, type ImageRecord } from '../runtime/runtime.ts';
import { createPulledImages } from './pulled-images.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wherry-pulled-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The images of a machine, by name; those of which `busy` is said cannot be removed. */
function machineWith(names: Readonly<Record<string, string>>, busy: readonly string[] = []) {
  const present = new Map(Object.entries(names));
  const images = {
    inspect(name: string): Promise<ImageRecord | undefined> {
      const id = present.get(name);
      return Promise.resolve(id === undefined ? undefined : { id, tags: [name], digests: [], sizeBytes: 1, user: '' });
    },
    remove(name: string): Promise<void> {
      if (busy.includes(name)) return Promise.reject(new RuntimeError('conflict'));
      present.delete(name);
      return Promise.resolve();
    },
  };
  const open = () => createPulledImages(join(folder, 'pulled.json'), images);
  return { present, open };
}

describe('createPulledImages', () => {
  it('removes what was pulled and is not in use, and nothing else, also after a restart', async () => {
    const { present, open } = machineWith({ mine: 'a', used: 'b', built: 'c' });
    await open().add('mine', 'a');
    await open().add('used', 'b');
    expect(await open().removeUnused(new Set(['used']))).toBe(1);
    expect([...present.keys()]).toEqual(['used', 'built']);
    expect(await open().removeUnused(new Set())).toBe(1);
    expect([...present.keys()]).toEqual(['built']);
  });

  it('leaves a name alone that means another image now', async () => {
    const { present, open } = machineWith({ app: 'rebuilt' });
    await open().add('app', 'pulled');
    expect(await open().removeUnused(new Set())).toBe(0);
    expect([...present.keys()]).toEqual(['app']);
  });

  it('remembers what it could not remove', async () => {
    const { open } = machineWith({ busy: 'a' }, ['busy']);
    await open().add('busy', 'a');
    expect(await open().removeUnused(new Set())).toBe(0);
    const later = machineWith({ busy: 'a' });
    expect(await later.open().removeUnused(new Set())).toBe(1);
  });

  it('removes nothing when it cannot read what it knew', async () => {
    await writeFile(join(folder, 'pulled.json'), '{"app": "a');
    const { present, open } = machineWith({ app: 'a' });
    expect(await open().removeUnused(new Set())).toBe(0);
    expect(present.size).toBe(1);
  });
});
