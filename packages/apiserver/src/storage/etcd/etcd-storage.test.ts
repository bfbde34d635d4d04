import { starting, systemClock } from '@wherry/component';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeStorage, recordWatch } from '../storage.contract.ts';
import { RequestTooLarge, StorageUnavailable, WriteOutcomeUnknown } from '../storage-errors.ts';
import { startEtcd, type TestEtcd } from '../testing/start-etcd.ts';
import { createItem, updateItem } from '../write-verbs.ts';
import { describeWriterRegister } from '../writers/writer-register.contract.ts';
import { openEtcdStorage } from './etcd-storage.ts';

async function open() {
  const running = await starting(async (own) => {
    const etcd = own(await startEtcd());
    return { storage: own(openEtcdStorage({ servers: [etcd.url], clock: systemClock })) };
  });
  return { storage: running.storage, running };
}

describeStorage({ name: 'etcd', open });
describeWriterRegister({ name: 'etcd', open, pass: (seconds) => systemClock.sleep(seconds * 1000) });

describe('openEtcdStorage() when etcd fails', () => {
  let etcd: TestEtcd;
  beforeAll(async () => {
    etcd = await startEtcd();
  }, 30_000);
  afterAll(() => etcd.stop());

  const open = (timeout = 400) => openEtcdStorage({ servers: [etcd.url], clock: systemClock, timeout });
  /** Tries until the store answers, as its users do. */
  const answered = async <T>(call: () => Promise<T>): Promise<T> => {
    const deadline = systemClock.monotonic() + 10_000;
    for (;;) {
      try {
        return await call();
      } catch (error) {
        if (!(error instanceof StorageUnavailable) || systemClock.monotonic() > deadline) throw error;
        await systemClock.sleep(20);
      }
    }
  };

  it('fails at once while etcd is dead, knows that nothing was written, and recovers by itself', async () => {
    const storage = open();
    const key = '/registry/core/things/dead';
    await storage.currentRevision();
    const watch = recordWatch(storage, (await storage.currentRevision()) + 1);
    const seen = await createItem(storage, { key: '/registry/core/things/seen', value: '0' });
    await watch.reached(seen);
    await etcd.kill();
    expect(await watch.ended).toBeInstanceOf(StorageUnavailable);
    await expect(storage.get(key)).rejects.toThrow(StorageUnavailable);
    const refused = await createItem(storage, { key, value: '1' }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(StorageUnavailable);
    expect(refused).not.toBeInstanceOf(WriteOutcomeUnknown);

    await etcd.restart();
    expect((await answered(() => storage.get(key))).item).toBeUndefined();
    const again = recordWatch(storage, seen + 1);
    const revision = await createItem(storage, { key, value: '1' });
    expect((await again.reached(revision)).map((event) => event.revision)).toEqual([revision]);
    again.close();
    await storage.stop();
  }, 20_000);

  it('gives up in time while etcd is frozen, and says that a write may have happened', async () => {
    const storage = open();
    const key = '/registry/core/things/frozen';
    const first = await createItem(storage, { key, value: '1' });
    await etcd.pause();
    try {
      await expect(storage.get(key)).rejects.toThrow(StorageUnavailable);
      await expect(storage.currentRevision()).rejects.toThrow(StorageUnavailable);
      await expect(updateItem(storage, { key, value: '2', expected: first })).rejects.toThrow(WriteOutcomeUnknown);
    } finally {
      etcd.resume();
    }
    const { item, revision } = await answered(() => storage.get(key));
    // Whichever way it went, it happened at most once.
    expect([
      ['1', first],
      ['2', first + 1],
    ]).toContainEqual([item?.value.toString(), item?.revision]);
    expect(revision).toBeLessThanOrEqual(first + 1);
    await storage.stop();
  }, 20_000);

  it('refuses what is larger than etcd takes', async () => {
    const storage = open(5000);
    const write = createItem(storage, { key: '/registry/core/things/large', value: 'x'.repeat(2_000_000) });
    await expect(write).rejects.toThrow(RequestTooLarge);
    await storage.stop();
  });

  it('fails when there has never been an etcd', async () => {
    const storage = openEtcdStorage({ servers: ['http://127.0.0.1:1'], clock: systemClock, timeout: 2000 });
    await expect(storage.currentRevision()).rejects.toThrow(StorageUnavailable);
    await storage.stop();
  });
});
