/** The query of a watch, checked as Kubernetes checks its ListOptions. */
import { FieldError, FieldPath, invalid } from '@wherry/api';
import type { GroupResource } from '@wherry/api';
import { readFlag } from '../http/query-flag.ts';
import { badRevision, invalidOptions, parseRevision, readInteger } from './list-options.ts';

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
  /** For messages. */
  readonly resource: GroupResource;
}

/** @throws StatusError 400, or 422 when the query contradicts itself */
export function watchOptionsOf(query: URLSearchParams, defaults: WatchDefaults): WatchOptions {
  const version = query.get('resourceVersion') ?? '';
  const match = query.get('resourceVersionMatch') ?? '';
  const bookmarks = readFlag(query, 'allowWatchBookmarks');
  const given = query.has('sendInitialEvents') ? readFlag(query, 'sendInitialEvents') : undefined;
  const timeout = readInteger(query, 'timeoutSeconds') ?? 0;
  // Whoever starts from nothing, and says no more, has always been told what is there.
  const isOldStart = given === undefined && match === '' && (version === '' || version === '0');
  const initial = isOldStart ? true : given;
  const errors = isOldStart ? [] : optionErrors(query, { match, initial });
  if (errors.length > 0) throw invalidOptions(errors);
  const revision = version === '' ? 0 : revisionOf(version, defaults.resource);
  return {
    from: version === '' ? undefined : revision,
    withState: initial === true,
    marksState: initial === true && bookmarks,
    bookmarks,
    timeoutSeconds: timeout > 0 ? timeout : Math.round(defaults.minSeconds * (1 + defaults.random())),
  };
}

interface Asked {
  readonly match: string;
  readonly initial: boolean | undefined;
}

function optionErrors(query: URLSearchParams, { match, initial }: Asked): FieldError[] {
  const path = FieldPath.of('resourceVersionMatch');
  const errors: FieldError[] = [];
  if (initial !== undefined && match !== 'NotOlderThan') {
    const why = 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan';
    errors.push(FieldError.forbidden(path, why));
  }
  if (match === '') return errors;
  if (initial === undefined) {
    const why = 'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided';
    errors.push(FieldError.forbidden(path, why));
  }
  if (match !== 'NotOlderThan') errors.push(FieldError.notSupported(path, match, ['NotOlderThan']));
  if ((query.get('continue') ?? '') !== '') {
    errors.push(FieldError.forbidden(path, 'resourceVersionMatch is forbidden when continue is provided'));
  }
  return errors;
}

/** @throws StatusError 422 */
function revisionOf(text: string, { group, resource }: GroupResource): number {
  const revision = parseRevision(text);
  if (revision !== undefined) return revision;
  throw invalid({ group, kind: resource }, '', [badRevision(text)]);
}
