// Some writers on one store, over a network that delays, cuts off, and delivers what was given up: whatever happens, a
// read of one of them shows every write that was answered before, by any of them.

import { fakeClock, silentLog } from '@wherry/component';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMemoryStorage } from '../memory/memory-storage.ts';
import { StorageUnavailable, WriteOutcomeUnknown } from '../storage-errors.ts';
import type { Storage } from '../storage.ts';
import { type EnrolledWriter, startEnrolledWriter } from './enrolled-writer.ts';
import type { WriterRegister } from './writer-register.ts';

const WRITERS = 3;
/** A call is given up then, as `EnrolledWriterOptions` wants it. */
const TIMEOUT_MS = 5_000;

const writer = fc.nat(WRITERS - 1);
const of = <T extends string>(...kinds: T[]) => fc.record({ kind: fc.constantFrom(...kinds), writer });
const ms = (...most: number[]) => fc.oneof(fc.constant(0), ...most.map((each) => fc.nat(each)));
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: ms(60, 200, 30_000) }) },
  { weight: 6, arbitrary: of('write') },
  { weight: 8, arbitrary: of('read') },
  { weight: 2, arbitrary: of('start') },
  { weight: 2, arbitrary: of('cut', 'join', 'crash', 'stop') },
  // How long a call takes to the store, and its answer back.
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('delay' as const), writer, there: ms(300, 40_000), back: ms(300, 6_000) }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

class World {
  readonly clock = fakeClock();
  readonly #memory = createMemoryStorage(this.clock);
  readonly #links = Array.from({ length: WRITERS }, () => ({ isCut: false, there: 0, back: 0 }));
  readonly #writers: (EnrolledWriter | undefined)[] = [];
  readonly #underWay: Promise<unknown>[] = [];
  /** The last revision of all writes that were answered. */
  #answered = 0;
  readonly missed: string[] = [];
  reads = 0;

  async take(step: Step): Promise<void> {
    if (step.kind === 'pass') return this.clock.advance(step.ms);
    const link = this.#links[step.writer];
    if (link === undefined) return;
    const running = this.#writers[step.writer];
    if (step.kind === 'cut') link.isCut = true;
    else if (step.kind === 'join') link.isCut = false;
    else if (step.kind === 'delay') Object.assign(link, { there: step.there, back: step.back });
    else if (step.kind === 'write') this.#write(running);
    else if (step.kind === 'read') this.#read(running, step.writer);
    else if (step.kind === 'start' && running === undefined) await this.start(step.writer);
    else if (step.kind === 'stop' || step.kind === 'crash') {
      this.#writers[step.writer] = undefined;
      // One that has crashed says nothing more to the store.
      if (step.kind === 'crash') link.isCut = true;
      if (running !== undefined) this.#underWay.push(running.stop());
    }
  }

  async start(index: number): Promise<void> {
    const link = { isCut: false, there: 0, back: 0 };
    this.#links[index] = link;
    const store = this.#over(link);
    this.#writers[index] = await startEnrolledWriter({ store, clock: this.clock, log: silentLog });
  }

  async end(): Promise<void> {
    for (const running of this.#writers) if (running !== undefined) this.#underWay.push(running.stop());
    await this.clock.advance(100_000);
    await Promise.all(this.#underWay);
  }

  #write(running: EnrolledWriter | undefined): void {
    const written = running?.storage.txn({ compare: [], puts: [{ key: 'k', value: 'v' }] });
    this.#underWay.push(
      Promise.resolve(written).then((result) => {
        this.#answered = Math.max(this.#answered, result?.revision ?? 0);
      }, ignoreFailure),
    );
  }

  #read(running: EnrolledWriter | undefined, index: number): void {
    if (running === undefined) return;
    const before = this.#answered;
    this.#underWay.push(
      running.freshRevision().then((revision) => {
        this.reads += 1;
        if (revision < before) this.missed.push(`writer ${index} told ${revision} after ${before} was answered`);
      }, ignoreFailure),
    );
  }

  #over(link: { isCut: boolean; there: number; back: number }): Storage & WriterRegister {
    const memory = this.#memory;
    const call = async <T>(work: () => Promise<T>): Promise<T> => {
      const { there, back } = link;
      const way = (async () => {
        if (there > 0) await this.clock.sleep(there);
        if (link.isCut) throw new StorageUnavailable('cut off');
        const result = await work();
        if (back > 0) await this.clock.sleep(back);
        if (link.isCut) throw new WriteOutcomeUnknown('cut off');
        return result;
      })();
      way.catch(() => undefined);
      const isOver = new AbortController();
      const late = this.clock.sleep(TIMEOUT_MS, isOver.signal).then(() => {
        throw new WriteOutcomeUnknown('late');
      });
      late.catch(() => undefined);
      return Promise.race([way, late]).finally(() => isOver.abort());
    };
    return {
      get: (key) => call(() => memory.get(key)),
      list: (options) => call(() => memory.list(options)),
      txn: (txn) => call(() => memory.txn(txn)),
      currentRevision: () => call(() => memory.currentRevision()),
      watch: (options) => memory.watch(options),
      compact: (revision) => call(() => memory.compact(revision)),
      census: () => call(() => memory.census()),
      async enrol(seconds) {
        const place = await call(() => memory.enrol(seconds));
        return { ...place, renew: () => call(() => place.renew()), end: () => call(() => place.end()) };
      },
    };
  }
}

function ignoreFailure(error: unknown): void {
  if (!(error instanceof StorageUnavailable)) throw error;
}

describe('writers that share a store', () => {
  it('show every write that was answered, whatever happens', async () => {
    let reads = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 100 }), async (steps) => {
        const world = new World();
        await world.start(0);
        for (const each of steps) await world.take(each);
        await world.end();
        reads += world.reads;
        expect(world.missed).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
    expect(reads).toBeGreaterThan(1_000);
  });
});
