/**
 * What every component is once it has started: something that can be stopped and that can die.
 *
 * `starting` is the one place where ownership is written down. A component owns its parts in the order it starts them;
 * they are stopped in the reverse order, also when the start fails half-way. The first part that ends by itself ends
 * the whole: the rest is stopped, then `done` settles.
 */

/** A started component. */
export interface Running {
  /** Resolves when the component has been stopped; rejects when it died by itself. */
  readonly done: Promise<void>;
  /** Stops the component and resolves when everything it held is released. May be called any number of times. */
  stop(): Promise<void>;
}

/** Takes ownership of a started part, or of something that only needs to be released, and hands it back. */
export type Own = <T extends Running | Release>(part: T) => T;

/** Lets go of a resource. */
export type Release = () => void | Promise<void>;

/**
 * Starts a component out of parts.
 *
 * @param start starts the parts and passes each to `own`; resolves when the component is ready. What it returns is
 *   merged into the result, so that a component can offer more than `done` and `stop`.
 * @throws what `start` threw, or what a part died of while `start` was under way; all parts are released before that.
 */
export function starting(start: (own: Own) => Promise<void> | void): Promise<Running>;
export function starting<T extends object>(start: (own: Own) => Promise<T> | T): Promise<Running & T>;
export async function starting(start: (own: Own) => Promise<object | void> | object | void): Promise<Running> {
  const parts = new Parts();
  const started = (async () => start((part) => parts.own(part)))();
  // When a part dies first, the start is given up; whatever it still rejects with is of no interest.
  started.catch(() => undefined);
  let extra: object | void;
  try {
    extra = await Promise.race([started, parts.death]);
  } catch (error) {
    await parts.release().catch(() => undefined);
    throw error;
  }
  // Onto what the start returned, not out of it: its getters must stay getters.
  return Object.assign(extra ?? {}, { done: parts.done, stop: () => parts.release() });
}

/** Makes a `Running` of something that cannot die by itself and only needs to be released. */
export function releasing(release: Release): Running {
  const parts = new Parts();
  parts.own(release);
  return { done: parts.done, stop: () => parts.release() };
}

/** The owned parts of one component and the promises that tell of their end. */
class Parts {
  /** Settles once everything is released: as the component's `done` promises. */
  readonly done: Promise<void>;
  /** Rejects when a part ends by itself; never resolves. */
  readonly death: Promise<never>;
  readonly #stops: Release[] = [];
  readonly #end = Promise.withResolvers<void>();
  readonly #death = Promise.withResolvers<never>();
  #released: Promise<void> | undefined;

  constructor() {
    this.done = this.#end.promise;
    this.death = this.#death.promise;
    // Whoever cares awaits these; a process must not crash because nobody did.
    this.done.catch(() => undefined);
    this.death.catch(() => undefined);
  }

  own<T extends Running | Release>(part: T): T {
    const stop: Release = typeof part === 'function' ? part : stopOf(part);
    if (this.#released) {
      // The component ended while this part was being started: it must not outlive it.
      void Promise.resolve(stop()).catch(() => undefined);
      return part;
    }
    this.#stops.push(stop);
    if (typeof part !== 'function') {
      part.done.then(
        () => this.#partEnded(undefined),
        (error: unknown) => this.#partEnded({ error }),
      );
    }
    return part;
  }

  release(): Promise<void> {
    this.#released ??= this.#releaseAll().then(this.#end.resolve, (error: unknown) => {
      this.#end.reject(error);
      throw error;
    });
    return this.#released;
  }

  #partEnded(failure: { error: unknown } | undefined): void {
    if (this.#released) return;
    const error = failure ? failure.error : new Error('A part ended before the component was stopped');
    this.#death.reject(error);
    // The death is what `done` has to tell; a failure to clean up after it is secondary.
    this.#released = this.#releaseAll().catch(() => undefined);
    void this.#released.then(() => (failure ? this.#end.reject(error) : this.#end.resolve()));
  }

  async #releaseAll(): Promise<void> {
    const failures: unknown[] = [];
    // Yield first: `#released` must be set before any part's own end is noticed.
    await Promise.resolve();
    for (let stop = this.#stops.pop(); stop; stop = this.#stops.pop()) {
      try {
        await stop();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length === 1) throw failures[0];
    if (failures.length > 1) throw new AggregateError(failures, 'Several parts could not be stopped');
  }
}

/** As it is now: a start that returns one of its parts has that part's `stop` replaced by the whole's. */
function stopOf(part: Running): Release {
  return part.stop.bind(part);
}
