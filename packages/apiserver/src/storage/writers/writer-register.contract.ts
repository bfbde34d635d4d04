/** What every register of writers must do. Each implementation's test file runs this suite. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Running } from '@wherry/component';
import type { Storage } from '../storage.ts';
import { createItem } from '../write-verbs.ts';
import type { WriterRegister } from './writer-register.ts';

export interface WriterRegisterContractOptions {
  readonly name: string;
  /** Opens a store with an empty register; called once for the suite. */
  readonly open: () => Promise<{ readonly storage: Storage & WriterRegister; readonly running: Running }>;
  /** Lets at least so many seconds pass. */
  readonly pass: (seconds: number) => Promise<void>;
}

/** Declares the tests. */
export function describeWriterRegister({ name, open, pass }: WriterRegisterContractOptions): void {
  describe(`WriterRegister: ${name}`, { timeout: 30_000 }, () => {
    let storage: Storage & WriterRegister;
    let running: Running;

    beforeAll(async () => {
      ({ storage, running } = await open());
    }, 30_000);
    afterAll(() => running.stop());

    it('says who is the first of all', async () => {
      const [one, other] = [await storage.enrol(30), await storage.enrol(30)];
      expect([one.isFirst, other.isFirst]).toEqual([true, false]);
      await one.end();
      await other.end();
      const later = await storage.enrol(30);
      expect(later.isFirst).toBe(false);
      await later.end();
    });

    const writers = async () => (await storage.census()).writers.toSorted();

    it('shows who is enrolled, until they leave', async () => {
      expect(await writers()).toEqual([]);
      const [one, other] = [await storage.enrol(30), await storage.enrol(30)];
      expect(await writers()).toEqual([one.id, other.id].toSorted());
      await one.end();
      expect(await writers()).toEqual([other.id]);
      expect(await one.renew()).toBe(false);
      expect(await writers()).toEqual([other.id]);
      await other.end();
      expect(await writers()).toEqual([]);
    });

    it('shows the revision of the last write with them', async () => {
      const revision = await createItem(storage, { key: '/registry/core/things/census', value: '1' });
      expect((await storage.census()).revision).toBe(revision);
      expect((await storage.census()).revision).toBe(await storage.currentRevision());
    });

    it('keeps a place for as long as it is renewed in time', async () => {
      const silent = await storage.enrol(5);
      const kept = await storage.enrol(8);
      for (let i = 0; i < 5; i++) {
        await pass(2);
        expect(await kept.renew()).toBe(true);
      }
      // etcd takes its time before it looks for what is over.
      for (let i = 0; i < 10 && (await writers()).length > 1; i++) {
        await pass(1);
        await kept.renew();
      }
      expect(await writers()).toEqual([kept.id]);
      expect(await silent.renew()).toBe(false);
      await kept.end();
    });
  });
}
