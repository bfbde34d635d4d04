import type { CertificateSigningRequest } from '@wherry/api/certificates-v1';
import { describe, expect, it } from 'vitest';
import { endOfRequest } from './csr-cleanup.ts';

describe('endOfRequest', () => {
  const newRequest = (type?: string, certificate?: string): CertificateSigningRequest => ({
    metadata: { creationTimestamp: '2026-01-01T00:00:00Z' },
    spec: { request: '', signerName: 's' },
    status: {
      ...(type === undefined ? {} : { conditions: [{ type, status: 'True', lastUpdateTime: '2026-01-01T05:00:00Z' }] }),
      ...(certificate === undefined ? {} : { certificate }),
    },
  });

  it.each([
    ['a day after it was made when nobody decided', newRequest(), '2026-01-02T00:00:00Z'],
    ['an hour after it was denied', newRequest('Denied'), '2026-01-01T06:00:00Z'],
    ['an hour after it failed', newRequest('Failed'), '2026-01-01T06:00:00Z'],
    ['an hour after it was approved, when signed', newRequest('Approved', 'bm9uZQ=='), '2026-01-01T06:00:00Z'],
    ['never when approved but not signed', newRequest('Approved'), undefined],
  ])('is %s', (_name, request, expected) => {
    expect(endOfRequest(request)).toBe(expected === undefined ? undefined : Date.parse(expected));
  });
});
