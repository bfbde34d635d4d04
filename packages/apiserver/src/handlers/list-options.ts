/** The query of a list or watch, checked: which state of the collection is asked for, and how much of it. */
import { badRequest, FieldError, FieldPath, invalid } from '@wherry/api';

/** Which state a list shows. */
export type ListState =
  /** Everything that was written before the request. */
  | { readonly kind: 'fresh' }
  /** Whatever is at hand. */
  | { readonly kind: 'any' }
  /** At least this revision. */
  | { readonly kind: 'notOlderThan'; readonly revision: number }
  /** Exactly this revision. */
  | { readonly kind: 'exact'; readonly revision: number };

const LIST_OPTIONS = { group: 'meta.k8s.io', kind: 'ListOptions' };

/** @throws StatusError 400 or 422 when the query contradicts itself */
export function listStateOf(query: URLSearchParams): ListState {
  const version = query.get('resourceVersion') ?? '';
  const match = query.get('resourceVersionMatch') ?? '';
  const limit = query.get('limit') ?? '0';
  const path = FieldPath.of('resourceVersionMatch');
  if (match !== '') {
    if (version === '')
      throw invalidOptions(
        FieldError.forbidden(path, 'resourceVersionMatch is forbidden unless resourceVersion is provided'),
      );
    if ((query.get('continue') ?? '') !== '')
      throw invalidOptions(FieldError.forbidden(path, 'resourceVersionMatch is forbidden when continue is provided'));
    if (match !== 'Exact' && match !== 'NotOlderThan')
      throw invalidOptions(FieldError.notSupported(path, match, ['Exact', 'NotOlderThan', '']));
    if (match === 'Exact' && version === '0')
      throw invalidOptions(
        FieldError.forbidden(path, 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"'),
      );
  }
  if (version === '') return { kind: 'fresh' };
  const revision = readRevision(version);
  if (match === 'Exact') return { kind: 'exact', revision };
  if (revision === 0) return { kind: 'any' };
  // Without a match, a limited list has always been an exact one.
  if (match === '' && limit !== '0' && limit !== '') return { kind: 'exact', revision };
  return { kind: 'notOlderThan', revision };
}

/** @throws StatusError 400 for what is not a revision */
export function readRevision(text: string): number {
  const revision = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(revision)) {
    throw badRequest(`Invalid value: "${text}": strconv.ParseUint: parsing "${text}": invalid syntax`);
  }
  return revision;
}

/** The page size; undefined for no limit. @throws StatusError 400 */
export function readLimit(query: URLSearchParams): number | undefined {
  const text = query.get('limit') ?? '';
  if (text === '') return undefined;
  const limit = Number(text);
  if (!/^-?\d+$/.test(text)) throw badRequest(`strconv.ParseInt: parsing "${text}": invalid syntax`);
  return limit > 0 ? limit : undefined;
}

/** A boolean as Kubernetes reads it from a query: present and neither `false` nor `0`. */
export function readFlag(query: URLSearchParams, name: string): boolean {
  const text = query.get(name);
  return text !== null && text !== 'false' && text !== '0' && text !== 'False';
}

export const invalidOptions = (error: FieldError): Error => invalid(LIST_OPTIONS, '', [error]);
