/**
 * Keeps a sink in step with a collection: one list, then a watch from there, taken up again after every interruption
 * from the last revision that was seen, and a new list only when the server has forgotten that revision. The only place
 * that calls `watch`.
 */
import { isGone, isResourceExpired } from '@wherry/api';
import { releasing, type Clock, type Log, type Running } from '@wherry/component';
import type { KubeObject, Resource } from '@wherry/api/resources';
import { backoffAfter } from './backoff.ts';
import type { ListQuery, Reader } from './client.ts';

/** What happens to the collection. */
export interface Sink<T extends KubeObject> {
  /** Everything there is. */
  replace(objects: readonly T[]): void;
  set(object: T): void;
  delete(object: T): void;
}

export interface ReflectorOptions<T extends KubeObject> {
  readonly client: Reader;
  readonly resource: Resource<T>;
  readonly query?: Pick<ListQuery, 'namespace' | 'labelSelector' | 'fieldSelector'>;
  readonly sink: Sink<T>;
  readonly clock: Clock;
  readonly log: Log;
  /** Gives up the start when aborted; it has no meaning later. */
  readonly signal?: AbortSignal;
}

export interface RunningReflector extends Running {
  /** The last revision that the sink has been told of; 0 before any. */
  readonly revision: number;
}

const RETRY = { first: 200, most: 30_000, jitter: 1 };
/** The server ends watches after a while; asking for it spreads the returns of many clients. */
const MIN_WATCH_SECONDS = 300;

/**
 * Starts; resolves when the sink has been given the first list. Whatever fails is tried again until it is stopped.
 * @throws the signal's reason when it is aborted first
 */
export async function startReflector<T extends KubeObject>(options: ReflectorOptions<T>): Promise<RunningReflector> {
  const { signal } = options;
  const stop = new AbortController();
  const listed = Promise.withResolvers<void>();
  const reflector = new Reflector(options, stop.signal);
  const giveUp = (): void => stop.abort(signal?.reason);
  if (signal?.aborted) giveUp();
  signal?.addEventListener('abort', giveUp, { once: true });
  const loop = reflector.run(() => listed.resolve());
  await Promise.race([listed.promise, loop]);
  signal?.removeEventListener('abort', giveUp);
  stop.signal.throwIfAborted();
  const running = releasing(async () => {
    stop.abort();
    await loop;
  });
  return {
    done: running.done,
    stop: () => running.stop(),
    get revision() {
      return reflector.revision;
    },
  };
}

class Reflector<T extends KubeObject> {
  readonly #options: ReflectorOptions<T>;
  readonly #signal: AbortSignal;
  /** The last revision that was seen; undefined when a list is due. */
  #revision: string | undefined;
  /** What it was before it was forgotten. */
  #lastRevision = '0';
  #failures = 0;

  constructor(options: ReflectorOptions<T>, signal: AbortSignal) {
    this.#options = options;
    this.#signal = signal;
  }

  get revision(): number {
    return Number(this.#revision ?? this.#lastRevision);
  }

  async run(onListed: () => void): Promise<void> {
    while (!this.#signal.aborted) {
      try {
        if (this.#revision === undefined) await this.#list();
        onListed();
        await this.#watch();
        this.#failures = 0;
      } catch (error) {
        if (this.#signal.aborted) return;
        await this.#recover(error);
      }
    }
  }

  async #list(): Promise<void> {
    const { client, resource, query = {}, sink } = this.#options;
    // From the server's cache, but never older than what was seen: several pages of one state are not needed.
    const list = await client.list(resource, { ...query, signal: this.#signal });
    sink.replace(list.items);
    this.#revision = list.metadata.resourceVersion ?? '0';
  }

  async #watch(): Promise<void> {
    const { client, resource, query = {}, sink } = this.#options;
    const events = await client.watch(resource, {
      ...query,
      resourceVersion: this.#revision ?? '0',
      timeoutSeconds: Math.round(MIN_WATCH_SECONDS * (1 + Math.random())),
      signal: this.#signal,
    });
    for await (const { type, object } of events) {
      if (type === 'DELETED') sink.delete(object);
      else if (type !== 'BOOKMARK') sink.set(object);
      this.#revision = object.metadata.resourceVersion ?? this.#revision;
      this.#failures = 0;
    }
  }

  async #recover(error: unknown): Promise<void> {
    const { clock, log, resource } = this.#options;
    if (isGone(error) || isResourceExpired(error)) {
      this.#lastRevision = this.#revision ?? this.#lastRevision;
      this.#revision = undefined;
      // Not a failure, but a server that always says so must not be asked all the time.
      log.debug('the watched revision is gone, listing anew', { resource: resource.plural });
    } else log.info('watch interrupted, will go on', { resource: resource.plural, error: String(error) });
    this.#failures += 1;
    await clock.sleep(backoffAfter(this.#failures, RETRY), this.#signal).catch(() => undefined);
  }
}
