/**
 * What a controller has written and its picture does not show yet. Whoever decides on a picture from before his own last
 * write decides on what is not so any more: at best the server refuses what he writes next, as a conflict. All writes of
 * a cluster are in one order, so it is enough to wait until the picture has come as far as that write.
 */
import type { KubeObject } from '@wherry/api/resources';
import type { Clock } from '@wherry/component';

export interface OwnWritesOptions {
  /** The picture of what is written. */
  readonly picture: { readonly revision: number };
  readonly clock: Clock;
}

/** Whoever waits for longer waits for something that will not happen. */
const GIVE_UP_MS = 5 * 60_000;

export class OwnWrites {
  readonly #options: OwnWritesOptions;
  readonly #last = new Map<string, { readonly revision: number; readonly at: number }>();

  constructor(options: OwnWritesOptions) {
    this.#options = options;
  }

  /** Says what has been written on behalf of a key: the object that the server answered with. */
  wrote(key: string, { metadata }: Readonly<KubeObject>): void {
    const revision = Math.max(this.#last.get(key)?.revision ?? 0, Number(metadata.resourceVersion ?? 0));
    this.#last.set(key, { revision, at: this.#options.clock.monotonic() });
  }

  /** Whether the picture shows all that was written on behalf of a key. When it does, there will have been a change. */
  areSeen(key: string): boolean {
    const last = this.#last.get(key);
    if (last === undefined) return true;
    const { picture, clock } = this.#options;
    if (picture.revision < last.revision && clock.monotonic() - last.at < GIVE_UP_MS) return false;
    this.#last.delete(key);
    return true;
  }

  forget(key: string): void {
    this.#last.delete(key);
  }
}
