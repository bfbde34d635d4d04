/**
 * Telling failures apart. A reason that Kubernetes knows decides; where it is none of those (an answer of some other
 * server), the HTTP code does. Errors that wrap a StatusError as their `cause` count as that error.
 */
import { StatusError } from './status-error.ts';
import type { StatusReason } from './status-error.ts';

const CODES = {
  Unauthorized: 401,
  Forbidden: 403,
  NotFound: 404,
  AlreadyExists: undefined,
  Conflict: 409,
  Gone: 410,
  Invalid: 422,
  ServerTimeout: undefined,
  StoreReadError: undefined,
  Timeout: 504,
  TooManyRequests: 429,
  BadRequest: 400,
  MethodNotAllowed: 405,
  NotAcceptable: 406,
  RequestEntityTooLarge: 413,
  UnsupportedMediaType: 415,
  InternalError: 500,
  Expired: undefined,
  ServiceUnavailable: 503,
} as const satisfies Record<Exclude<StatusReason, ''>, number | undefined>;

type KnownReason = keyof typeof CODES;

/** The StatusError that this error is or wraps, however deep; undefined if there is none. */
export function asStatusError(error: unknown): StatusError | undefined {
  const seen = new Set<unknown>();
  let current = error;
  while (current instanceof Error && !seen.has(current)) {
    if (current instanceof StatusError) {
      return current;
    }
    seen.add(current);
    current = current.cause;
  }
  return undefined;
}

function is(error: unknown, reason: KnownReason): boolean {
  const status = asStatusError(error);
  if (status === undefined) {
    return false;
  }
  if (status.reason === reason) {
    return true;
  }
  const isKnown = Object.hasOwn(CODES, status.reason);
  // These two codes are believed whatever the reason says: clients counted on them before reasons were checked.
  const codeAlone = reason === 'TooManyRequests' || reason === 'RequestEntityTooLarge';
  return (!isKnown || codeAlone) && status.code === CODES[reason];
}

export const isAlreadyExists = (error: unknown): boolean => is(error, 'AlreadyExists');
export const isBadRequest = (error: unknown): boolean => is(error, 'BadRequest');
export const isConflict = (error: unknown): boolean => is(error, 'Conflict');
export const isForbidden = (error: unknown): boolean => is(error, 'Forbidden');
export const isGone = (error: unknown): boolean => is(error, 'Gone');
export const isInternalError = (error: unknown): boolean => is(error, 'InternalError');
export const isInvalid = (error: unknown): boolean => is(error, 'Invalid');
export const isMethodNotSupported = (error: unknown): boolean => is(error, 'MethodNotAllowed');
export const isNotAcceptable = (error: unknown): boolean => is(error, 'NotAcceptable');
export const isNotFound = (error: unknown): boolean => is(error, 'NotFound');
export const isRequestEntityTooLarge = (error: unknown): boolean => is(error, 'RequestEntityTooLarge');
export const isResourceExpired = (error: unknown): boolean => is(error, 'Expired');
export const isServerTimeout = (error: unknown): boolean => is(error, 'ServerTimeout');
export const isServiceUnavailable = (error: unknown): boolean => is(error, 'ServiceUnavailable');
export const isTimeout = (error: unknown): boolean => is(error, 'Timeout');
export const isTooManyRequests = (error: unknown): boolean => is(error, 'TooManyRequests');
export const isUnauthorized = (error: unknown): boolean => is(error, 'Unauthorized');
export const isUnsupportedMediaType = (error: unknown): boolean => is(error, 'UnsupportedMediaType');

/** Whether one of the failure's causes has that reason, such as `NamespaceTerminating`. */
export function hasStatusCause(error: unknown, reason: string): boolean {
  return asStatusError(error)?.details?.causes?.some((cause) => cause.reason === reason) ?? false;
}

/** How many seconds the server asks the client to wait before it tries again; undefined if it does not ask. */
export function suggestedDelaySeconds(error: unknown): number | undefined {
  const status = asStatusError(error);
  const seconds = status?.details?.retryAfterSeconds ?? 0;
  if (status?.details !== undefined && status.reason === 'ServerTimeout') {
    return seconds;
  }
  return seconds > 0 ? seconds : undefined;
}
