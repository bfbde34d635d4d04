/**
 * What a controller has written and its picture may not show yet. A controller that decided on such a picture would do
 * the same again; the word of its own write will bring it back.
 */
import type { Lister } from '@wherry/client';
import type { KubeObject } from '@wherry/api/resources';

export class OwnWrites {
  readonly #lister: Pick<Lister<never>, 'revision'>;
  readonly #revisions = new Map<string, number>();

  constructor(lister: Pick<Lister<never>, 'revision'>) {
    this.#lister = lister;
  }

  /** Says what the server answered to a write for a key. */
  wrote(key: string, { metadata }: Readonly<KubeObject>): void {
    this.#revisions.set(key, Math.max(this.#revisions.get(key) ?? 0, Number(metadata.resourceVersion ?? 0)));
  }

  /** Whether the picture shows everything that was written for a key. */
  areSeen(key: string): boolean {
    const revision = this.#revisions.get(key);
    if (revision === undefined) return true;
    if (this.#lister.revision < revision) return false;
    this.#revisions.delete(key);
    return true;
  }
}
