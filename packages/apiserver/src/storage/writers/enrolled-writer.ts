/**
 * Knowing how far the store is without asking it each time.
 *
 * A read that has to be up to date must show every write that was answered before it, by whichever apiserver. Asking the
 * store for its revision tells that, but costs more than the read itself. An apiserver that is alone need not ask: what
 * it has not written itself, nobody has. So every apiserver has a place in a register while it writes, and goes by three
 * rules, with all times measured by its own clocks:
 *
 * 1. It writes only while it surely has its place: until some time before the store would take the place away, so that
 *    the store has long done or dropped each write by then.
 * 2. With a place that it has just got, unless it is the first ever, it waits `NEWCOMER_MS` before it writes.
 * 3. When the store's answer shows its own place and no other, it is alone for `ALONE_MS` from when it asked.
 *
 * Whoever comes while it takes itself to be alone writes later than that (2), and whoever was there before and was not
 * seen writes no more (1). The same is done by leaders of consensus protocols that answer from memory under a lease.
 * With two apiservers, both ask the store.
 *
 * Who writes to the store without a place, as by `etcdctl`, is seen as soon as the watch tells of it, which is a moment
 * later than they were answered.
 */
import { type Clock, type Log, type Running, starting } from '@wherry/component';
import { SharedRead } from '../cache/shared-read.ts';
import { StorageError, StorageUnavailable } from '../storage-errors.ts';
import type { Storage, Txn, TxnResult } from '../storage.ts';
import { soon } from './soon.ts';
import type { Enrolment, WriterRegister } from './writer-register.ts';

export interface EnrolledWriterOptions {
  /** Every call of it settles within 5 s. */
  readonly store: Storage & WriterRegister;
  readonly clock: Clock;
  readonly log: Log;
}

export interface EnrolledWriter extends Running {
  /** The store, for this process: whatever it writes has to go through here. */
  readonly storage: Storage;
  /**
   * Tells a revision that shows everything that was written before the call, by whomever.
   *
   * @throws StorageUnavailable
   */
  freshRevision(): Promise<number>;
}

const ALONE_MS = 100;
/** Longer than `ALONE_MS`, as no two clocks run alike. */
const NEWCOMER_MS = 150;
const PLACE_SECONDS = 20;
/** No write is begun so shortly before the place may be taken away: its answer comes within 5 s, or is not believed. */
const LAST_WRITE_MS = 8_000;
const RENEW_MS = 5_000;
const RETRY_MS = 500;
/** The end of a process does not wait longer for a store that is silent; the place is lost by itself. */
const LEAVE_MS = 1_000;

/** Begins to enrol, and returns at once; writes wait until it has its place. */
export function startEnrolledWriter(options: EnrolledWriterOptions): Promise<EnrolledWriter> {
  return starting<Omit<EnrolledWriter, keyof Running>>((own) => {
    const writer = new Writer(options);
    const { store } = options;
    const stop = new AbortController();
    const done = writer.keepPlace(stop.signal);
    own({
      done,
      async stop() {
        stop.abort();
        // Whether a renewal that is under way has an answer yet matters no more.
        await writer.leave();
      },
    });
    return {
      storage: {
        get: (key) => store.get(key),
        list: (list) => store.list(list),
        txn: (txn) => writer.txn(txn),
        currentRevision: () => store.currentRevision(),
        watch: (watch) => store.watch(watch),
        compact: (revision) => store.compact(revision),
      },
      freshRevision: () => writer.freshRevision(),
    };
  });
}

const NEVER = { monotonic: -Infinity, wall: -Infinity };

class Writer {
  readonly #options: EnrolledWriterOptions;
  readonly #census: SharedRead<number>;
  #enrolment: Enrolment | undefined;
  #renewal: Promise<void> | undefined;
  /** Between the two, on the monotonic clock, may be written. */
  #from = Infinity;
  #until = -Infinity;
  /** By both clocks, since one of them stands still while a machine sleeps. */
  #aloneUntil = NEVER;
  /** The last revision that the store has answered with. */
  #known = 0;
  readonly #answer = soon(() => this.#known);
  readonly #endOfTurn = soon(() => undefined);
  #writes = 0;
  #hasLeft: PromiseWithResolvers<void> | undefined;

  constructor(options: EnrolledWriterOptions) {
    this.#options = options;
    this.#census = new SharedRead(() => this.#ask());
  }

  freshRevision(): Promise<number> {
    const { clock } = this.#options;
    const { monotonic, wall } = this.#aloneUntil;
    const isAlone = clock.monotonic() < monotonic && clock.now().getTime() < wall;
    return isAlone ? this.#answer() : this.#census.get();
  }

  async txn(txn: Txn): Promise<TxnResult> {
    const { store, clock } = this.#options;
    for (let now = clock.monotonic(); now < this.#from || now >= this.#until; now = clock.monotonic()) {
      await this.#admission(now);
    }
    if (this.#hasLeft !== undefined) throw new StorageUnavailable('This process writes no more');
    this.#writes += 1;
    try {
      const result = await store.txn(txn);
      this.#known = Math.max(this.#known, result.revision);
      // What the store answers together is answered together, as reads are.
      await this.#endOfTurn();
      return result;
    } finally {
      this.#endWrite();
    }
  }

  #endWrite(): void {
    this.#writes -= 1;
    if (this.#writes === 0) this.#hasLeft?.resolve();
  }

  async keepPlace(signal: AbortSignal): Promise<void> {
    const { clock, log } = this.#options;
    let isSilent = false;
    while (!signal.aborted) {
      let pause = RENEW_MS;
      try {
        await this.#renew();
        isSilent = false;
      } catch (error) {
        if (!(error instanceof StorageError)) throw error;
        if (!isSilent) log.info('no place among the writers yet, will try again', { reason: error.message });
        isSilent = true;
        pause = RETRY_MS;
      }
      await clock.sleep(pause, signal).catch(() => undefined);
    }
  }

  /** Gives the place back, when what is being written is done. */
  async leave(): Promise<void> {
    this.#hasLeft = Promise.withResolvers();
    if (this.#writes === 0) this.#hasLeft.resolve();
    const isEnough = new AbortController();
    const left = this.#hasLeft.promise.then(() => this.#enrolment?.end());
    const late = this.#options.clock.sleep(LEAVE_MS, isEnough.signal);
    // A place that cannot be given back is lost by itself.
    await Promise.race([left, late]).catch(() => undefined);
    isEnough.abort();
    await late.catch(() => undefined);
  }

  async #ask(): Promise<number> {
    const { store, clock } = this.#options;
    const alone = { monotonic: clock.monotonic() + ALONE_MS, wall: clock.now().getTime() + ALONE_MS };
    const known = this.#known;
    const { revision, writers } = await store.census();
    // A store that is behind what was known has been put back to what it was some time ago.
    this.#known = revision < known ? revision : Math.max(revision, this.#known);
    if (writers.length === 1 && writers[0] === this.#enrolment?.id) this.#aloneUntil = alone;
    return revision;
  }

  /** What has to happen before a write. @throws StorageUnavailable: nothing was written */
  async #admission(now: number): Promise<void> {
    if (this.#hasLeft !== undefined) throw new StorageUnavailable('This process writes no more');
    if (now >= this.#until) await this.#renew();
    else await this.#options.clock.sleep(this.#from - now);
  }

  #renew(): Promise<void> {
    this.#renewal ??= this.#renewOnce().finally(() => (this.#renewal = undefined));
    return this.#renewal;
  }

  async #renewOnce(): Promise<void> {
    const { store, clock } = this.#options;
    let asked = clock.monotonic();
    if (this.#enrolment === undefined || !(await this.#enrolment.renew())) {
      this.#enrolment = undefined;
      if (this.#hasLeft !== undefined) return;
      asked = clock.monotonic();
      this.#enrolment = await store.enrol(PLACE_SECONDS);
      this.#from = this.#enrolment.isFirst ? asked : clock.monotonic() + NEWCOMER_MS;
    }
    this.#until = asked + PLACE_SECONDS * 1000 - LAST_WRITE_MS;
  }
}
