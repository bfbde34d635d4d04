import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';
import type { TokenRequest } from './token-request.ts';

const EXPIRATION = FieldPath.of('spec', 'expirationSeconds');
const MIN_SECONDS = 600;
const MAX_SECONDS = 2 ** 32;

/** Everything wrong with a request for a token of a service account. */
export function validateTokenRequest({ spec }: Readonly<TokenRequest>): FieldError[] {
  const { expirationSeconds = 0 } = spec;
  if (expirationSeconds < MIN_SECONDS) {
    return [FieldError.invalid(EXPIRATION, expirationSeconds, 'may not specify a duration less than 10 minutes')];
  }
  return expirationSeconds > MAX_SECONDS
    ? [FieldError.invalid(EXPIRATION, expirationSeconds, 'may not specify a duration larger than 2^32 seconds')]
    : [];
}
