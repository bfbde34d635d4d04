/** How reads and watches of the cache fail. */

/** The revision asked for is too old: the history since then is gone. Clients are told 410 and list anew. */
export class Expired extends Error {
  override readonly name = 'Expired';
}

/** The cache has not got to a revision in time. Clients are told 504 and to try again soon. */
export class TooSlow extends Error {
  override readonly name = 'TooSlow';
  readonly wanted: number;
  readonly current: number;

  constructor(revisions: { readonly wanted: number; readonly current: number }) {
    super(`The cache is at revision ${revisions.current} and did not get to ${revisions.wanted} in time`);
    this.wanted = revisions.wanted;
    this.current = revisions.current;
  }
}

/** A watcher did not take its events fast enough. It may resume from the last one it got. */
export class Overflow extends Error {
  override readonly name = 'Overflow';
}
