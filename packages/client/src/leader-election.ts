/**
 * Leader election by a Lease: of several processes, one does the work. A leader that cannot renew in time stops by
 * itself before others may take over. It is no fence: a leader that is frozen and comes back may act once more, so what
 * it does must be safe to do twice.
 */
import { formatMicroTime, isAlreadyExists, isConflict, isNotFound } from '@wherry/api';
import { Leases, type Lease } from '@wherry/api/coordination-v1';
import { releasing, type Clock, type Log, type Metrics, type Running } from '@wherry/component';
import type { Client } from './client.ts';

export interface LeaderElectionOptions {
  readonly client: Pick<Client, 'get' | 'create' | 'update'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly namespace: string;
  /** The lease that all candidates compete for. */
  readonly name: string;
  /** Who this is; no two candidates may have the same. */
  readonly identity: string;
  /** Starts the work; it is stopped when leadership is lost. The signal gives up a start that is still under way. */
  readonly lead: (signal: AbortSignal) => Promise<Running>;
  /** Where it is said who leads. @default nowhere */
  readonly metrics?: Metrics;
  /** Milliseconds. @default 15 s to hold, 10 s to renew, 2 s between tries, as upstream */
  readonly timing?: Timing;
}

export interface Timing {
  /** How long others wait for a leader that is silent. */
  readonly lease: number;
  /** After so long without a renewal, a leader gives up. */
  readonly renewDeadline: number;
  readonly retry: number;
}

/** So long after its lease has ended, one who still believes to lead is ill: as in Kubernetes. */
const TOLERATED_MS = 20_000;

export interface LeaderElection extends Running {
  /** `starting`: it leads, and its work is about to begin. */
  readonly state: 'waiting' | 'starting' | 'leading';
  /** @throws Error when it still believes to lead, long after its lease has ended */
  check(): void;
}

const DEFAULT_TIMING: Timing = { lease: 15_000, renewDeadline: 10_000, retry: 2_000 };

/** What was seen of the lease, and when: other clocks are not trusted. */
interface Seen {
  readonly holder: string;
  readonly renewTime: string | undefined;
  readonly at: number;
}

/** Takes part in the election until it is stopped. `done` rejects when the work dies or leadership is lost. */
export function startLeaderElection(options: LeaderElectionOptions): LeaderElection {
  const stop = new AbortController();
  const end = Promise.withResolvers<void>();
  const candidate = new Candidate(options, stop.signal);
  const loop = candidate.run();
  loop.then(end.resolve, end.reject);
  end.promise.catch(() => undefined);
  const running = releasing(async () => {
    stop.abort();
    await loop.catch(() => undefined);
  });
  return {
    done: end.promise,
    stop: () => running.stop(),
    get state() {
      return candidate.state;
    },
    check: () => candidate.check(),
  };
}

class Candidate {
  readonly #options: LeaderElectionOptions;
  readonly #timing: Timing;
  readonly #signal: AbortSignal;
  readonly #isMaster: (value: 0 | 1) => void;
  #seen: Seen | undefined;
  /** When the lease was last taken or renewed. */
  #renewed = 0;
  state: LeaderElection['state'] = 'waiting';

  constructor(options: LeaderElectionOptions, signal: AbortSignal) {
    this.#options = options;
    this.#timing = options.timing ?? DEFAULT_TIMING;
    this.#signal = signal;
    const gauge = options.metrics?.gauge({
      name: 'leader_election_master_status',
      help: 'Whether this process leads, by the name of the lease.',
      labels: ['name'],
    });
    this.#isMaster = (value) => gauge?.with({ name: options.name }).set(value);
    this.#isMaster(0);
  }

  check(): void {
    const { clock, name } = this.#options;
    if (this.state === 'waiting') return;
    if (clock.monotonic() - this.#renewed <= this.#timing.lease + TOLERATED_MS) return;
    throw new Error(`failed election to renew leadership on lease ${name}`);
  }

  async run(): Promise<void> {
    if (!(await this.#acquire())) return;
    this.#options.log.info('became leader', { identity: this.#options.identity });
    this.state = 'starting';
    this.#isMaster(1);
    try {
      await this.#work();
    } catch (error) {
      if (!this.#signal.aborted) throw error;
    } finally {
      this.state = 'waiting';
      this.#isMaster(0);
    }
    if (this.#signal.aborted) await this.#release();
  }

  /** Works until told to stop. @throws when the work dies, or the lease could not be renewed in time */
  async #work(): Promise<void> {
    const over = new AbortController();
    const signal = AbortSignal.any([this.#signal, over.signal]);
    const renewal = this.#keepRenewing(signal);
    const start = this.#options.lead(signal);
    try {
      // The start may take longer than the lease lasts.
      const work = await Promise.race([start, renewal]);
      if (work === undefined) return;
      this.state = 'leading';
      await Promise.race([work.done, renewal]);
    } finally {
      over.abort(new Error('The leadership is over'));
      await start.then(
        (work) => work.stop(),
        () => undefined,
      );
      await renewal.catch(() => undefined);
    }
  }

  /** Resolves to true when the lease is ours, to false when told to stop. */
  async #acquire(): Promise<boolean> {
    while (!this.#signal.aborted) {
      if (await this.#tryOnce()) return true;
      await this.#pause(this.#signal);
    }
    return false;
  }

  /** Resolves when aborted. @throws Error when the lease could not be renewed in time */
  async #keepRenewing(signal: AbortSignal): Promise<void> {
    const { clock, identity } = this.#options;
    while (!signal.aborted) {
      await this.#pause(signal);
      if (signal.aborted) return;
      if (await this.#tryOnce()) continue;
      if (clock.monotonic() - this.#renewed > this.#timing.renewDeadline) {
        throw new Error(`${identity} lost the leadership: the lease could not be renewed in time`);
      }
    }
  }

  #pause(signal: AbortSignal): Promise<void> {
    const wait = this.#timing.retry * (1 + 0.2 * Math.random());
    return this.#options.clock.sleep(wait, signal).catch(() => undefined);
  }

  /** Takes or renews the lease, if that may be done; a failure is a no. */
  async #tryOnce(): Promise<boolean> {
    try {
      const at = this.#options.clock.monotonic();
      const isOurs = await this.#take();
      if (isOurs) this.#renewed = at;
      return isOurs;
    } catch (error) {
      if (!isConflict(error) && !isAlreadyExists(error)) {
        this.#options.log.info('could not reach the lease', { lease: this.#options.name, error: String(error) });
      }
      return false;
    }
  }

  async #take(): Promise<boolean> {
    const { client, clock, namespace, name, identity } = this.#options;
    const current = await this.#read();
    const now = formatMicroTime(clock.now().getTime());
    const held = { holderIdentity: identity, leaseDurationSeconds: this.#timing.lease / 1000, renewTime: now };
    if (current === undefined) {
      await client.create(Leases, {
        metadata: { namespace, name },
        spec: { ...held, acquireTime: now, leaseTransitions: 0 },
      });
      return true;
    }
    const { holderIdentity = '', acquireTime = now, leaseTransitions = 0 } = current.spec;
    const isOurs = holderIdentity === identity;
    if (!isOurs && !this.#isFree(current)) return false;
    const spec = isOurs
      ? { ...current.spec, ...held, acquireTime, leaseTransitions }
      : { ...current.spec, ...held, acquireTime: now, leaseTransitions: leaseTransitions + 1 };
    // The resourceVersion decides between two who think so at the same time.
    await client.update(Leases, { ...current, spec });
    return true;
  }

  async #read(): Promise<Lease | undefined> {
    const { client, namespace, name } = this.#options;
    try {
      return await client.get(Leases, { namespace, name });
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  /** Whether nobody holds the lease, or its holder has been silent for too long, by our own clock. */
  #isFree({ spec }: Lease): boolean {
    const { holderIdentity: holder = '', renewTime } = spec;
    if (holder === '') return true;
    const at = this.#options.clock.monotonic();
    if (this.#seen === undefined || this.#seen.holder !== holder || this.#seen.renewTime !== renewTime) {
      this.#seen = { holder, renewTime, at };
      return false;
    }
    return at - this.#seen.at > this.#timing.lease;
  }

  /** Lets others in at once. */
  async #release(): Promise<void> {
    const { client, identity, log } = this.#options;
    try {
      const current = await this.#read();
      if (current?.spec.holderIdentity !== identity) return;
      const { renewTime: _renewed, acquireTime: _acquired, ...rest } = current.spec;
      await client.update(Leases, { ...current, spec: { ...rest, holderIdentity: '', leaseDurationSeconds: 1 } });
    } catch (error) {
      log.info('could not release the lease', { error: String(error) });
    }
  }
}
