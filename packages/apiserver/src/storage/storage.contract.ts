/** What every store must do. Each implementation's test file runs this suite. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Running } from '@wherry/component';
import { Compacted, FutureRevision, KeyExists, RevisionMismatch, type StorageError } from './storage-errors.ts';
import type { Storage, StorageEvent } from './storage.ts';
import { createItem, deleteItem, updateItem } from './write-verbs.ts';

export interface StorageContractOptions {
  readonly name: string;
  /** Opens a store; called once for the suite. */
  readonly open: () => Promise<{ readonly storage: Storage; readonly running: Running }>;
}

/** A watch whose events are kept. */
export function recordWatch(storage: Storage, from: number) {
  const events: StorageEvent[] = [];
  const batches: number[] = [];
  const ended = Promise.withResolvers<StorageError>();
  let wake = Promise.withResolvers<void>();
  const watch = storage.watch({
    from,
    onEvents(batch) {
      events.push(...batch);
      batches.push(batch.length);
      wake.resolve();
      wake = Promise.withResolvers();
    },
    onEnd: ended.resolve,
  });
  return {
    events,
    ended: ended.promise,
    close: () => watch.close(),
    /** Resolves when the changes of this revision have come. */
    async reached(revision: number): Promise<readonly StorageEvent[]> {
      while ((events.at(-1)?.revision ?? 0) < revision) await wake.promise;
      return events;
    },
  };
}

const text = (value: Buffer | undefined) => value?.toString();
const brief = (event: StorageEvent) =>
  event.type === 'put'
    ? `${event.created ? 'create' : 'change'} ${event.key.split('/').at(-1)}=${text(event.value)}`
    : `delete ${event.key.split('/').at(-1)}`;

/** Declares the tests. */
export function describeStorage({ name, open }: StorageContractOptions): void {
  describe(`Storage: ${name}`, () => {
    let storage: Storage;
    let running: Running;
    let prefix = '';
    let tests = 0;
    const key = (last: string) => prefix + last;
    const create = (last: string, value = last) => createItem(storage, { key: key(last), value });

    beforeAll(async () => {
      ({ storage, running } = await open());
    }, 30_000);
    afterAll(() => running.stop());
    beforeEach(() => {
      tests += 1;
      prefix = `/registry/core/things${tests}/`;
    });

    describe('writes', () => {
      it('creates a key that does not exist, and only then', async () => {
        const revision = await create('a', '{"n":1}');
        const { item, revision: now } = await storage.get(key('a'));
        expect({ ...item, value: text(item?.value) }).toEqual({ key: key('a'), value: '{"n":1}', revision });
        expect(now).toBe(revision);
        const failure = await create('a', 'other').catch((error: unknown) => error);
        expect(failure).toBeInstanceOf(KeyExists);
        expect(failure instanceof KeyExists && text(failure.current.value)).toBe('{"n":1}');
      });

      it('changes a key only at the revision it was last written', async () => {
        const first = await create('a', '1');
        const second = await updateItem(storage, { key: key('a'), value: '2', expected: first });
        expect(second).toBe(first + 1);
        const stale = await updateItem(storage, { key: key('a'), value: '3', expected: first }).catch(
          (error: unknown) => error,
        );
        expect(stale).toBeInstanceOf(RevisionMismatch);
        expect(stale instanceof RevisionMismatch && text(stale.current?.value)).toBe('2');
        await expect(updateItem(storage, { key: key('b'), value: '3', expected: first })).rejects.toMatchObject({
          name: 'RevisionMismatch',
          current: undefined,
        });
      });

      it('deletes a key only at the revision it was last written', async () => {
        const first = await create('a');
        await expect(deleteItem(storage, { key: key('a'), expected: first - 1 })).rejects.toThrow(RevisionMismatch);
        const deleted = await deleteItem(storage, { key: key('a'), expected: first });
        expect(deleted).toBe(first + 1);
        expect((await storage.get(key('a'))).item).toBeUndefined();
        await expect(deleteItem(storage, { key: key('a'), expected: first })).rejects.toThrow(RevisionMismatch);
        expect(await create('a')).toBe(deleted + 1);
      });

      it('writes several keys at one revision, or none', async () => {
        const a = await create('a');
        const puts = [
          { key: key('b'), value: 'B' },
          { key: key('c'), value: 'C' },
        ];
        const absent = { key: key('b'), revision: 0 };
        const refused = await storage.txn({ compare: [absent, { key: key('a'), revision: a - 1 }], puts });
        expect(refused.ok).toBe(false);
        expect(!refused.ok && refused.current.map((item) => text(item?.value))).toEqual([undefined, 'a']);
        expect(await storage.currentRevision()).toBe(a);

        const compare = [absent, { key: key('a'), revision: a }];
        const done = await storage.txn({ compare, puts, deletes: [key('a'), key('never')] });
        expect(done).toEqual({ ok: true, revision: a + 1 });
        const { items } = await storage.list({ prefix });
        expect(items.map((item) => [item.key, item.revision])).toEqual([
          [key('b'), a + 1],
          [key('c'), a + 1],
        ]);
      });

      it('takes no revision for a transaction that changes nothing', async () => {
        const before = await storage.currentRevision();
        expect(await storage.txn({ compare: [], deletes: [key('never')] })).toEqual({ ok: true, revision: before });
        expect(await storage.currentRevision()).toBe(before);
      });

      it('lets exactly one of many at once create a key, and loses no change', async () => {
        const creates = await Promise.allSettled(Array.from({ length: 10 }, () => create('a', '0')));
        expect(creates.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
        const increment = async (): Promise<void> => {
          const { item } = await storage.get(key('a'));
          const put = { key: key('a'), value: String(Number(text(item?.value)) + 1), expected: item?.revision ?? 0 };
          return updateItem(storage, put).then(
            () => undefined,
            (error: unknown) => {
              if (error instanceof RevisionMismatch) return increment();
              throw error;
            },
          );
        };
        await Promise.all(Array.from({ length: 10 }, increment));
        expect(text((await storage.get(key('a'))).item?.value)).toBe('10');
      });

      it('keeps text as it is, whatever its characters', async () => {
        const value = JSON.stringify({ a: 'ä€😀\u0000"\\', b: 'x'.repeat(300_000) });
        await create('a', value);
        expect(text((await storage.get(key('a'))).item?.value)).toBe(value);
      });
    });

    describe('list()', () => {
      it('lists what starts with the prefix, in the order of bytes', async () => {
        for (const last of ['b', 'a/z', 'a-b', '😀', '\uff5e', 'a']) await create(last);
        await createItem(storage, { key: `${prefix.slice(0, -1)}0/other`, value: 'x' });
        const { items, revision, remaining } = await storage.list({ prefix });
        expect(items.map((item) => item.key.slice(prefix.length))).toEqual(['a', 'a-b', 'a/z', 'b', '\uff5e', '😀']);
        expect(revision).toBe(await storage.currentRevision());
        expect(remaining).toBe(0);
      });

      it('lists in pages that show one revision, whatever is written meanwhile', async () => {
        for (const last of ['a', 'b', 'c', 'd', 'e']) await create(last);
        const first = await storage.list({ prefix, limit: 2 });
        expect(first.items.map((item) => text(item.value))).toEqual(['a', 'b']);
        expect(first.remaining).toBe(3);
        const { item } = await storage.get(key('c'));
        await updateItem(storage, { key: key('c'), value: 'changed', expected: item?.revision ?? 0 });
        const last = await storage.get(key('d'));
        await deleteItem(storage, { key: key('d'), expected: last.item?.revision ?? 0 });
        await create('bb');
        const second = await storage.list({ prefix, limit: 2, after: key('b'), revision: first.revision });
        expect(second.items.map((item) => text(item.value))).toEqual(['c', 'd']);
        expect(second.revision).toBe(first.revision);
        expect(second.remaining).toBe(1);
        const third = await storage.list({ prefix, limit: 2, after: key('d'), revision: first.revision });
        expect(third.items.map((item) => text(item.value))).toEqual(['e']);
      });

      it('never leaves the prefix, wherever the page is said to start', async () => {
        await createItem(storage, { key: `/registry/aaa/${tests}/a`, value: 'secret' });
        await create('a');
        const { items } = await storage.list({ prefix, after: '/registry/a' });
        expect(items.map((item) => item.key)).toEqual([key('a')]);
        expect((await storage.list({ prefix, after: '/registry/zzz' })).items).toEqual([]);
      });

      it('says so when a revision is not there yet', async () => {
        const revision = (await storage.currentRevision()) + 1;
        await expect(storage.list({ prefix, revision })).rejects.toThrow(FutureRevision);
      });
    });

    describe('watch()', () => {
      it('tells of every change after a revision, once and in order, old ones and new ones', async () => {
        const a = await create('a', '1');
        await updateItem(storage, { key: key('a'), value: '2', expected: a });
        const watch = recordWatch(storage, a);
        await watch.reached(a + 1);
        await deleteItem(storage, { key: key('a'), expected: a + 1 });
        const last = await create('a', '3');
        await watch.reached(last);
        watch.close();
        expect(watch.events.map(brief)).toEqual(['create a=1', 'change a=2', 'delete a', 'create a=3']);
        expect(watch.events.map((event) => event.revision)).toEqual([a, a + 1, a + 2, a + 3]);
      });

      it('shows all keys, so that no revision is missing', async () => {
        const from = (await storage.currentRevision()) + 1;
        const watch = recordWatch(storage, from);
        await createItem(storage, { key: `elsewhere${tests}`, value: 'x' });
        await storage.txn({
          compare: [],
          puts: [
            { key: key('a'), value: '1' },
            { key: key('b'), value: '2' },
          ],
          deletes: [`elsewhere${tests}`],
        });
        await watch.reached(from + 1);
        watch.close();
        expect(watch.events.map((event) => event.revision)).toEqual([from, from + 1, from + 1, from + 1]);
      });

      it('says nothing more once it is closed', async () => {
        const from = (await storage.currentRevision()) + 1;
        const closed = recordWatch(storage, from);
        const open = recordWatch(storage, from);
        closed.close();
        await open.reached(await create('a'));
        open.close();
        expect(closed.events).toEqual([]);
      });

      it('ends when it is to start later than the next revision', async () => {
        const watch = recordWatch(storage, (await storage.currentRevision()) + 2);
        expect(await watch.ended).toBeInstanceOf(FutureRevision);
      });
    });

    describe('compact()', () => {
      it('forgets the history up to a revision and keeps what stands', async () => {
        const a = await create('a', '1');
        const b = await create('b');
        const changed = await updateItem(storage, { key: key('a'), value: '2', expected: a });
        const deleted = await deleteItem(storage, { key: key('b'), expected: b });
        await create('c');
        await storage.compact(deleted);

        await expect(storage.list({ prefix, revision: changed })).rejects.toThrow(Compacted);
        const shown = async (revision?: number) => {
          const { items } = await storage.list({ prefix, ...(revision !== undefined && { revision }) });
          return items.map((item) => text(item.value));
        };
        expect(await shown(deleted)).toEqual(['2']);
        expect(await shown()).toEqual(['2', 'c']);
        await expect(storage.compact(deleted)).rejects.toThrow(Compacted);
        await expect(storage.compact((await storage.currentRevision()) + 1)).rejects.toThrow(FutureRevision);
      });

      it('refuses a watch from the compacted revision, and takes one from the next', async () => {
        const a = await create('a');
        const deleted = await deleteItem(storage, { key: key('a'), expected: a });
        const last = await create('b');
        await storage.compact(deleted);
        expect(await recordWatch(storage, a).ended).toBeInstanceOf(Compacted);
        expect(await recordWatch(storage, deleted).ended).toBeInstanceOf(Compacted);
        const watch = recordWatch(storage, deleted + 1);
        expect((await watch.reached(last)).map(brief)).toEqual(['create b=b']);
        watch.close();
      });
    });
  });
}
