import { describe, expect, it } from 'vitest';
import { decodeJson } from '../schema/decode-json.ts';
import { TokenRequest } from './token-request.ts';
import { validateTokenRequest } from './token-request-validation.ts';

describe('validateTokenRequest', () => {
  it.each<[string, object, string[]]>([
    ['an hour, when nothing is said', {}, []],
    [
      'a minute',
      { expirationSeconds: 60 },
      ['spec.expirationSeconds: Invalid value: 60: may not specify a duration less than 10 minutes'],
    ],
    [
      'two centuries',
      { expirationSeconds: 2 ** 33 },
      ['spec.expirationSeconds: Invalid value: 8589934592: may not specify a duration larger than 2^32 seconds'],
    ],
  ])('%s', (_name, spec, expected) => {
    expect(validateTokenRequest(decodeJson(TokenRequest, { spec }).value).map(String)).toEqual(expected);
  });
});
