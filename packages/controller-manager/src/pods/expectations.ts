/**
 * What a controller has done and cannot see yet. A picture of the pods lags behind the writes; a controller that
 * counted pods on it too early would create or delete more than it should. So after writing it waits, key by key, until
 * its picture shows what it wrote: pods it created when the picture has come as far as their creation, pods it deleted
 * when the picture shows them going, or gone.
 */
import type { Pod } from '@wherry/api/core-v1';
import { keyOf, type Lister } from '@wherry/client';
import type { Clock } from '@wherry/component';

export interface ExpectationsOptions {
  readonly pods: Pick<Lister<Pod>, 'get' | 'revision'>;
  readonly clock: Clock;
}

interface Expected {
  /** Revision of the last creation. */
  revision: number;
  /** Deleted pods: uid by key. */
  readonly deleted: Map<string, string>;
  at: number;
}

/** Whoever waits for longer waits for something that will not happen. */
const GIVE_UP_MS = 5 * 60_000;

export class Expectations {
  readonly #options: ExpectationsOptions;
  readonly #byKey = new Map<string, Expected>();

  constructor(options: ExpectationsOptions) {
    this.#options = options;
  }

  /** Says that a controller has created a pod: the one that the server answered with. */
  created(key: string, pod: Readonly<Pod>): void {
    const expected = this.#of(key);
    expected.revision = Math.max(expected.revision, Number(pod.metadata.resourceVersion ?? 0));
  }

  /** Says that a controller has deleted a pod. */
  deleted(key: string, pod: Readonly<Pod>): void {
    this.#of(key).deleted.set(keyOf(pod), pod.metadata.uid ?? '');
  }

  /** Whether the picture shows all that was done for a key. */
  areMet(key: string): boolean {
    const expected = this.#byKey.get(key);
    if (expected === undefined) return true;
    const { pods, clock } = this.#options;
    const isSeen = pods.revision >= expected.revision && [...expected.deleted].every((pod) => this.#isGoing(pod));
    if (!isSeen && clock.monotonic() - expected.at < GIVE_UP_MS) return false;
    this.#byKey.delete(key);
    return true;
  }

  /** Forgets a key whose owner is gone. */
  forget(key: string): void {
    this.#byKey.delete(key);
  }

  #isGoing([key, uid]: readonly [string, string]): boolean {
    const metadata = this.#options.pods.get(key)?.metadata;
    return metadata?.uid !== uid || metadata.deletionTimestamp !== undefined;
  }

  #of(key: string): Expected {
    const expected = this.#byKey.get(key) ?? { revision: 0, deleted: new Map<string, string>(), at: 0 };
    expected.at = this.#options.clock.monotonic();
    this.#byKey.set(key, expected);
    return expected;
  }
}
