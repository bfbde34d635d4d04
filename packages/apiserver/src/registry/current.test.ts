import { ConfigMaps, type ConfigMap } from '@wherry/api/core-v1';
import { describe, expect, it } from 'vitest';
import { createMemoryStorage } from '../storage/memory/memory-storage.ts';
import { unreliable } from '../storage/testing/unreliable-storage.ts';
import { startTestRegistry } from '../testing/start-test-registry.ts';

const name = { namespace: 'default', name: 'map' };
const create = (data: Record<string, string>, more: object = {}) => ({ metadata: { ...name, ...more }, data });

/** A server whose cache hears of nothing for now, and another one on the same store. */
async function setUp() {
  const store = createMemoryStorage();
  const storage = unreliable(store);
  const [behind, other] = [await startTestRegistry({ storage }), await startTestRegistry({ storage: store })];
  /** Has work done while the cache of the first is behind; that hears what it has missed when the work is done. */
  const meanwhile = async (work: () => Promise<unknown>): Promise<void> => {
    const asked = storage.calls.currentRevision;
    const done = work();
    // So ends every request of a test.
    await expect.poll(() => storage.calls.currentRevision).toBeGreaterThan(asked);
    storage.stuck = false;
    await done;
  };
  const present = () => other.lookup.live<ConfigMap>(ConfigMaps, name);
  return { storage, behind, other, meanwhile, present };
}

describe('retryOnCurrent()', () => {
  it('writes what only an old state of the object has already', async () => {
    const { storage, behind, other, meanwhile, present } = await setUp();
    await behind.create(ConfigMaps, create({ a: '1' }));
    storage.stuck = true;
    await other.update(ConfigMaps, name, (map) => ({ ...map, data: { a: '2' } }));
    await meanwhile(() =>
      behind.update<ConfigMap>(ConfigMaps, name, ({ metadata: { resourceVersion: _any, ...metadata }, ...map }) => ({
        ...map,
        metadata,
        data: { a: '1' },
      })),
    );
    expect((await present())?.data).toEqual({ a: '1' });
  });

  it('deletes an object whose predecessor was going already', async () => {
    const { storage, behind, other, meanwhile, present } = await setUp();
    await behind.create(ConfigMaps, create({}, { finalizers: ['example.com/wait'] }));
    await behind.delete(ConfigMaps, name);
    storage.stuck = true;
    await other.update<ConfigMap>(ConfigMaps, name, (map) => ({
      ...map,
      metadata: { ...map.metadata, finalizers: [] },
    }));
    await other.create(ConfigMaps, create({ a: 'new' }));
    await meanwhile(() => behind.delete(ConfigMaps, name));
    expect(await present()).toBeUndefined();
  });

  it('does not write what is there', async () => {
    const { behind, present } = await setUp();
    await behind.create(ConfigMaps, create({ a: '1' }));
    const before = (await present())?.metadata.resourceVersion;
    await behind.update(ConfigMaps, name, (map) => ({ ...map, data: { a: '1' } }));
    expect((await present())?.metadata.resourceVersion).toBe(before);
  });
});
