/** The query of reads, checked as Kubernetes checks its ListOptions and GetOptions. */
import { badRequest, FieldError, FieldPath, invalid, quote, StatusError } from '@wherry/api';
import { readFlag } from '../http/query-flag.ts';

/** Which state a read shows. */
export type ReadState =
  /** Everything that was written before the request. */
  | { readonly kind: 'fresh' }
  /** Whatever is at hand. */
  | { readonly kind: 'any' }
  /** At least this revision. */
  | { readonly kind: 'notOlderThan'; readonly revision: number };

export type ListState =
  | ReadState
  /** Exactly this revision. */
  | { readonly kind: 'exact'; readonly revision: number };

const LIST_OPTIONS = { group: 'meta.k8s.io', kind: 'ListOptions' };
const MATCH = FieldPath.of('resourceVersionMatch');

/** Which state a list shows. @throws StatusError 400, or 422 when the query contradicts itself */
export function listStateOf(query: URLSearchParams): ListState {
  if (query.size === 0) return { kind: 'fresh' };
  const version = query.get('resourceVersion') ?? '';
  const match = query.get('resourceVersionMatch') ?? '';
  const errors = [...(match === '' ? [] : matchErrors(query, { match, version }))];
  if (query.has('sendInitialEvents')) {
    errors.push(FieldError.forbidden(FieldPath.of('sendInitialEvents'), 'sendInitialEvents is forbidden for list'));
  }
  if (errors.length > 0) throw invalidOptions(errors);
  if (version === '') return { kind: 'fresh' };
  const revision = listRevision(version);
  if (match === 'Exact') return { kind: 'exact', revision };
  if (revision === 0) return { kind: 'any' };
  // Without a match, a limited list has always been an exact one.
  if (match === '' && (readLimit(query) ?? 0) > 0) return { kind: 'exact', revision };
  return { kind: 'notOlderThan', revision };
}

/** Which state of one object is shown. @throws StatusError 500, as Kubernetes answers what is no revision here */
export function getStateOf(query: URLSearchParams): ReadState {
  if (query.size === 0) return { kind: 'fresh' };
  assertNoExport(query);
  const version = query.get('resourceVersion') ?? '';
  if (version === '') return { kind: 'fresh' };
  const revision = parseRevision(version);
  if (revision === undefined) {
    throw new StatusError({ code: 500, reason: '', message: badRevision(version).toString() });
  }
  return revision === 0 ? { kind: 'any' } : { kind: 'notOlderThan', revision };
}

interface Match {
  readonly match: string;
  readonly version: string;
}

function matchErrors(query: URLSearchParams, { match, version }: Match): FieldError[] {
  const errors: FieldError[] = [];
  if (version === '') {
    const why = 'resourceVersionMatch is forbidden unless resourceVersion is provided';
    errors.push(FieldError.forbidden(MATCH, why));
  }
  if ((query.get('continue') ?? '') !== '') {
    errors.push(FieldError.forbidden(MATCH, 'resourceVersionMatch is forbidden when continue is provided'));
  }
  if (match !== 'Exact' && match !== 'NotOlderThan') {
    errors.push(FieldError.notSupported(MATCH, match, ['Exact', 'NotOlderThan', '']));
  }
  if (match === 'Exact' && version === '0') {
    const why = 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"';
    errors.push(FieldError.forbidden(MATCH, why));
  }
  return errors;
}

/** It was taken out of the API; whoever still asks for it must not get something else. */
function assertNoExport(query: URLSearchParams): void {
  if (!readFlag(query, 'export')) return;
  throw badRequest('the export parameter, deprecated since v1.14, is no longer supported');
}

function listRevision(text: string): number {
  const revision = parseRevision(text);
  if (revision === undefined) throw badRequest(`invalid resource version: ${badRevision(text).toString()}`);
  return revision;
}

/** What is wrong with a text that is no revision. */
export function badRevision(text: string): FieldError {
  return FieldError.invalid(FieldPath.of('resourceVersion'), text, parseFailure('ParseUint', text));
}

/** Undefined for what is no revision. */
export function parseRevision(text: string): number | undefined {
  // What is too large for a number was never given out: the largest one stands for it as well.
  if (!/^\d{1,20}$/.test(text) || BigInt(text) >= 2n ** 64n) return undefined;
  return Math.min(Number(text), Number.MAX_SAFE_INTEGER);
}

/** The page size; undefined for no limit. @throws StatusError 400 */
export function readLimit(query: URLSearchParams): number | undefined {
  const limit = readInteger(query, 'limit');
  return limit !== undefined && limit > 0 ? limit : undefined;
}

/** A number of a query; undefined when it is not there. @throws StatusError 400 */
export function readInteger(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  const isNumber = /^[+-]?\d+$/.test(text);
  if (!isNumber || BigInt(text.replace('+', '')) !== BigInt.asIntN(64, BigInt(text.replace('+', '')))) {
    throw badRequest(parseFailure('ParseInt', text));
  }
  return Number(text);
}

/** What Go says of a text that is no number. */
function parseFailure(reader: 'ParseInt' | 'ParseUint', text: string): string {
  const isNumber = /^\d+$/.test(text) || (reader === 'ParseInt' && /^[+-]\d+$/.test(text));
  return `strconv.${reader}: parsing ${quote(text)}: ${isNumber ? 'value out of range' : 'invalid syntax'}`;
}

export const invalidOptions = (errors: readonly FieldError[]): StatusError => invalid(LIST_OPTIONS, '', errors);
