import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CertificateSigningRequest, CertificateSigningRequests } from '@wherry/api/certificates-v1';
import { decodeJson } from '@wherry/api/schema';
import { fakeClock } from '@wherry/component';
import { afterAll, describe, expect, it } from 'vitest';
import { serve } from '../registry/served-resource.ts';
import type { Admitted } from './admission.ts';
import { certificateSigningRequest } from './certificate-signing-request.ts';

const directory = mkdtempSync(join(tmpdir(), 'wherry-csr-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** A request made by openssl, in base64. */
function requestFor(subject: string): string {
  const key = ['-newkey', 'ed25519', '-nodes', '-keyout', join(directory, 'key')];
  return execFileSync('openssl', ['req', '-new', ...key, '-subj', subject], { stdio: 'pipe' }).toString('base64');
}

function creating(request: string, more: object = {}): Admitted & { object: CertificateSigningRequest } {
  const spec = { request, signerName: 'kubernetes.io/kube-apiserver-client', usages: ['client auth'], ...more };
  return {
    operation: 'CREATE',
    served: serve(CertificateSigningRequests, {}),
    subresource: '',
    namespace: '',
    name: 'ann',
    object: decodeJson(CertificateSigningRequest, { metadata: { name: 'ann' }, spec }).value,
    user: { name: 'ann', groups: ['devs'], extra: {} },
    dryRun: false,
    warn: () => undefined,
  };
}

const plugin = certificateSigningRequest({ clock: fakeClock() });

describe('certificateSigningRequest', () => {
  it('writes down who asks, whatever the request says', async () => {
    const request = creating('', { username: 'bob', uid: '7', groups: ['system:masters'] });
    await plugin.admit?.(request);
    expect(request.object.spec).toMatchObject({ username: 'ann', groups: ['devs'], usages: ['client auth'] });
    expect(request.object.spec.uid).toBeUndefined();
  });

  it('accepts a request that is signed with its own key', () => {
    expect(() => plugin.validate?.(creating(requestFor('/CN=ann')))).not.toThrow();
  });

  it('refuses a request that was changed after it was signed', () => {
    const [head = '', ...lines] = Buffer.from(requestFor('/CN=ann'), 'base64').toString().trim().split('\n');
    const der = Buffer.from(lines.slice(0, -1).join(''), 'base64');
    der.writeUInt8('x'.charCodeAt(0), der.indexOf('ann'));
    const forged = [head, der.toString('base64'), lines.at(-1)].join('\n');
    const refused = creating(Buffer.from(forged).toString('base64'));
    expect(() => plugin.validate?.(refused)).toThrow(
      /^CertificateSigningRequest.certificates.k8s.io "ann" is invalid: spec.request: /,
    );
  });

  it('refuses to make an administrator of a client', () => {
    expect(() => plugin.validate?.(creating(requestFor('/O=system:masters/CN=ann')))).toThrow(
      'certificatesigningrequests.certificates.k8s.io "ann" is forbidden: use of kubernetes.io/kube-apiserver-client signer with system:masters group is not allowed',
    );
  });

  it('writes down when a decision was made, and keeps the time of one that stands', async () => {
    const request = creating('');
    const condition = { type: 'Approved', status: 'True' };
    const before = { ...condition, lastTransitionTime: '2025-01-01T00:00:00Z' };
    const old = { ...request.object, status: { conditions: [before] } };
    request.object.status = { conditions: [{ ...condition }, { type: 'Failed', status: 'True' }] };
    await plugin.admit?.({ ...request, operation: 'UPDATE', subresource: 'approval', old });
    expect(request.object.status.conditions).toEqual([
      { ...before, lastUpdateTime: '2026-01-01T00:00:00Z' },
      {
        type: 'Failed',
        status: 'True',
        lastUpdateTime: '2026-01-01T00:00:00Z',
        lastTransitionTime: '2026-01-01T00:00:00Z',
      },
    ]);
  });
});
