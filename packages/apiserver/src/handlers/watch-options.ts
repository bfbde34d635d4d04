/** The query of a watch, checked. */
import { badRequest, FieldError, FieldPath } from '@wherry/api';
import { invalidOptions, readFlag, readRevision } from './list-options.ts';

export interface WatchOptions {
  /** Undefined: from whatever is there now. */
  readonly from: number | undefined;
  /** Everything that is there comes first, as ADDED events. */
  readonly withState: boolean;
  /** After the state comes a bookmark that says so. */
  readonly marksState: boolean;
  readonly bookmarks: boolean;
  readonly timeoutSeconds: number;
}

export interface WatchDefaults {
  /** How long a watch lives at least when the client does not say; up to twice that, so that not all come back at once. */
  readonly minSeconds: number;
  /** A number from 0 to below 1. */
  random(): number;
}

/** @throws StatusError 400 or 422 when the query contradicts itself */
export function watchOptionsOf(query: URLSearchParams, defaults: WatchDefaults): WatchOptions {
  const version = query.get('resourceVersion') ?? '';
  const match = query.get('resourceVersionMatch') ?? '';
  const bookmarks = readFlag(query, 'allowWatchBookmarks');
  const initial = query.get('sendInitialEvents') === null ? undefined : readFlag(query, 'sendInitialEvents');
  assertConsistent({ match, initial, bookmarks });
  const revision = version === '' ? 0 : readRevision(version);
  return {
    from: revision === 0 && version === '' ? undefined : revision,
    withState: initial ?? revision === 0,
    marksState: initial === true,
    bookmarks,
    timeoutSeconds: timeoutOf(query) ?? Math.round(defaults.minSeconds * (1 + defaults.random())),
  };
}

interface Asked {
  readonly match: string;
  readonly initial: boolean | undefined;
  readonly bookmarks: boolean;
}

function assertConsistent({ match, initial, bookmarks }: Asked): void {
  const matchPath = FieldPath.of('resourceVersionMatch');
  if (initial === undefined) {
    if (match === '') return;
    throw invalidOptions(
      FieldError.forbidden(
        matchPath,
        'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided',
      ),
    );
  }
  if (match !== 'NotOlderThan') {
    throw invalidOptions(
      FieldError.forbidden(matchPath, 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan'),
    );
  }
  if (!bookmarks && initial) {
    throw invalidOptions(
      FieldError.forbidden(
        FieldPath.of('allowWatchBookmarks'),
        'sendInitialEvents requires setting allowWatchBookmarks to true',
      ),
    );
  }
}

function timeoutOf(query: URLSearchParams): number | undefined {
  const text = query.get('timeoutSeconds') ?? '';
  if (text === '') return undefined;
  if (!/^\d+$/.test(text)) throw badRequest(`strconv.ParseInt: parsing "${text}": invalid syntax`);
  return Number(text) > 0 ? Number(text) : undefined;
}
