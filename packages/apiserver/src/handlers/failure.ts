/** From anything that was thrown to the Status that answers it. */
import {
  asStatusError,
  badRequest,
  internalError,
  requestEntityTooLarge,
  resourceExpired,
  StatusError,
  timeoutError,
} from '@wherry/api';
import { DecodeError } from '@wherry/api/schema';
import { PatchFormatError } from '../patch/patch-format-error.ts';
import { Expired, TooSlow } from '../storage/cache/cache-errors.ts';
import {
  Compacted,
  FutureRevision,
  RequestTooLarge,
  StorageUnavailable,
  WriteOutcomeUnknown,
} from '../storage/storage-errors.ts';

const COMPACTED_MESSAGE = 'The resourceVersion for the provided watch is too old.';

/** Seconds after which a client may try again what was certainly not done. */
const RETRY_SECONDS = 1;

/** The Status error for a thrown value; a surprise becomes a 500. */
export function failureOf(error: unknown): StatusError {
  const known = asStatusError(error) ?? knownFailure(error);
  if (known !== undefined) return known;
  return internalError(error instanceof Error ? error : new Error(String(error)));
}

/** Whether a failure is the server's own surprise, which belongs in its log. */
export function isSurprise(error: unknown): boolean {
  return asStatusError(error) === undefined && knownFailure(error) === undefined;
}

function knownFailure(error: unknown): StatusError | undefined {
  if (error instanceof DecodeError || error instanceof PatchFormatError) return badRequest(error.message);
  if (error instanceof URIError) return badRequest('the request path is not validly percent-encoded');
  if (error instanceof Expired) return resourceExpired(error.message);
  if (error instanceof Compacted) return resourceExpired(COMPACTED_MESSAGE);
  if (error instanceof FutureRevision) return timeoutError(error.message, RETRY_SECONDS);
  if (error instanceof TooSlow) return tooLargeRevision(error);
  if (error instanceof RequestTooLarge) return requestEntityTooLarge(error.message);
  // A write that may have happened must not be repeated blindly: no Retry-After.
  if (error instanceof WriteOutcomeUnknown) return timeoutError(`request did not complete: ${error.message}`);
  if (error instanceof StorageUnavailable) return unavailable(error);
  return undefined;
}

function tooLargeRevision({ wanted, current }: TooSlow): StatusError {
  const message = `Too large resource version: ${wanted}, current: ${current}`;
  return new StatusError({
    code: 504,
    reason: 'Timeout',
    message: `Timeout: ${message}`,
    details: {
      causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
      retryAfterSeconds: RETRY_SECONDS,
    },
  });
}

function unavailable(error: StorageUnavailable): StatusError {
  return new StatusError({
    code: 503,
    reason: 'ServiceUnavailable',
    message: `the store cannot be reached: ${error.message}`,
    details: { retryAfterSeconds: RETRY_SECONDS },
    cause: error,
  });
}
