/**
 * Keeps one certificate: takes up the one on disk, asks for one when there is none, and for the next before it ends. The one
 * in use stays in use until the next is on disk.
 */
import { describeError, starting, type Clock, type Log, type Running } from '@wherry/component';
import { backoffAfter, type Client } from '@wherry/client';
import type { CertifiedKey } from '@wherry/pki';
import type { CertificateStore } from './certificate-store.ts';
import { faultOf, rotationTime, type CertificateWish } from './plan-certificate.ts';
import { CertificateRefusedError, requestCertificate } from './request-certificate.ts';

/** A certificate that may change while it is in use. */
export interface CertificateSource {
  /** Undefined as long as there is none. */
  readonly current: CertifiedKey | undefined;
  /** Calls the handler with every later one. Returns a function that ends it. */
  onChange(handler: (pair: CertifiedKey) => void): () => void;
}

export interface CertificateKeeper extends Running, CertificateSource {
  /** Resolves with the certificate as soon as there is one. @throws the signal's reason when it is aborted first */
  ready(signal?: AbortSignal): Promise<CertifiedKey>;
}

export interface CertificateKeeperOptions {
  readonly store: CertificateStore;
  readonly signerName: string;
  readonly wish: CertificateWish;
  /** Certificates (PEM) of those who may have signed it. @default anybody */
  readonly authorities?: string | undefined;
  /** Who asks: it may be somebody else as long as there is no certificate. */
  readonly client: (current: CertifiedKey | undefined) => Client;
  readonly clock: Clock;
  readonly log: Log;
  /** From 0 to below 1. @default Math.random */
  readonly random?: () => number;
}

/** A machine may sleep: the time is looked at again now and then. */
const LONGEST_NAP_MS = 3600_000;
/** Whatever a certificate says of its life: nobody is asked more often. */
const SHORTEST_USE_MS = 10_000;
const RETRY = { first: 1000, most: 60_000, jitter: 0.2 };

/** Resolves when it is known what is on disk. */
export function startCertificateKeeper(options: CertificateKeeperOptions): Promise<CertificateKeeper> {
  return starting(async (own) => {
    const stop = new AbortController();
    const keeper = new Keeper(options, stop.signal);
    await keeper.load();
    const running = keeper.run();
    own(async () => {
      stop.abort(new Error('The kubelet stops'));
      await running;
    });
    return {
      get current() {
        return keeper.current;
      },
      onChange: (handler: (pair: CertifiedKey) => void) => keeper.onChange(handler),
      ready: (signal?: AbortSignal) => keeper.ready(signal),
    };
  });
}

class Keeper {
  readonly #options: CertificateKeeperOptions;
  readonly #signal: AbortSignal;
  readonly #handlers = new Set<(pair: CertifiedKey) => void>();
  current: CertifiedKey | undefined;

  constructor(options: CertificateKeeperOptions, signal: AbortSignal) {
    this.#options = options;
    this.#signal = signal;
  }

  onChange(handler: (pair: CertifiedKey) => void): () => void {
    this.#handlers.add(handler);
    return () => void this.#handlers.delete(handler);
  }

  async ready(signal?: AbortSignal): Promise<CertifiedKey> {
    if (this.current !== undefined) return this.current;
    signal?.throwIfAborted();
    const first = Promise.withResolvers<CertifiedKey>();
    const end = this.onChange(first.resolve);
    const giveUp = () => first.reject(signal?.reason);
    signal?.addEventListener('abort', giveUp, { once: true });
    try {
      return await first.promise;
    } finally {
      end();
      signal?.removeEventListener('abort', giveUp);
    }
  }

  async load(): Promise<void> {
    const { store, log } = this.#options;
    const pair = await store.load();
    if (pair === undefined) return;
    const fault = this.#faultOf(pair);
    if (fault === undefined) this.current = pair;
    else log.info('certificate not used', { file: store.path, because: fault });
  }

  async run(): Promise<void> {
    const { log, clock, store } = this.#options;
    let failures = 0;
    // What was on disk may be due at once.
    let wait = 0;
    while (!this.#signal.aborted) {
      try {
        await this.#waitUntilDue(wait);
        await this.#renew();
        failures = 0;
        wait = SHORTEST_USE_MS;
      } catch (error) {
        if (this.#signal.aborted) return;
        failures += 1;
        if (error instanceof CertificateRefusedError) await store.dropPendingKey();
        log.info('no certificate yet, will try again', { file: store.path, error: describeError(error) });
        await clock.sleep(backoffAfter(failures, RETRY), this.#signal).catch(() => undefined);
      }
    }
  }

  async #waitUntilDue(atLeast: number): Promise<void> {
    const { clock, random = Math.random } = this.#options;
    if (this.current === undefined) return;
    const planned = rotationTime(this.current.certificate, random()).getTime();
    const due = Math.max(planned, clock.now().getTime() + atLeast);
    for (let left = due - clock.now().getTime(); left > 0; left = due - clock.now().getTime()) {
      await clock.sleep(Math.min(left, LONGEST_NAP_MS), this.#signal);
    }
  }

  async #renew(): Promise<void> {
    const { store, wish, signerName, clock, log } = this.#options;
    const key = await store.pendingKey();
    const client = this.#options.client(this.current);
    const certificate = await requestCertificate({ client, signerName, wish, key, clock, log, signal: this.#signal });
    const fault = this.#faultOf({ certificate, key });
    if (fault !== undefined) throw new CertificateRefusedError(`Cannot use the certificate that was issued: ${fault}`);
    await store.save({ certificate, key });
    this.current = { certificate, key };
    log.info('certificate in use', { file: store.path });
    for (const handler of this.#handlers) handler(this.current);
  }

  #faultOf(pair: CertifiedKey): string | undefined {
    const { wish, authorities, clock } = this.#options;
    return faultOf({ pair, wish, authorities, now: clock.now() });
  }
}
