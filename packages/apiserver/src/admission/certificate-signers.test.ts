import { CertificateSigningRequests, type CertificateSigningRequest } from '@wherry/api/certificates-v1';
import { ClusterRoleBindings, ClusterRoles } from '@wherry/api/rbac-v1';
import { decodeJson } from '@wherry/api/schema';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Authorizer } from '../auth/authorize.ts';
import type { UserInfo } from '../auth/user.ts';
import { startTestRegistry, type TestRegistry } from '../testing/start-test-registry.ts';
import type { Admitted } from './admission.ts';
import { certificateApproval } from './certificate-approval.ts';
import { certificateSigning } from './certificate-signing.ts';

let registry: TestRegistry;
let authorizer: Authorizer;
const user = (name: string): UserInfo => ({ name, groups: ['system:authenticated'], extra: {} });

beforeAll(async () => {
  registry = await startTestRegistry();
  authorizer = registry.identity.authorizer;
  for (const [name, verb, signer] of [
    ['approver', 'approve', 'example.com/web'],
    ['domain-approver', 'approve', 'example.com/*'],
    ['signer', 'sign', 'example.com/web'],
  ] as const) {
    const rule = { verbs: [verb], apiGroups: ['certificates.k8s.io'], resources: ['signers'], resourceNames: [signer] };
    await registry.create(ClusterRoles, { metadata: { name }, rules: [rule] });
    await registry.create(ClusterRoleBindings, {
      metadata: { name },
      subjects: [{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name }],
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
    });
  }
});

const csr = (status: object, signerName = 'example.com/web'): CertificateSigningRequest =>
  decodeJson(CertificateSigningRequests.schema, { metadata: { name: 'x' }, spec: { signerName }, status })
    .value as CertificateSigningRequest;

const changing = (subresource: string, more: Partial<Admitted>): Admitted => ({
  operation: 'UPDATE',
  served: registry.served(CertificateSigningRequests),
  subresource,
  namespace: '',
  name: 'x',
  old: csr({}),
  object: csr({}),
  user: user('nobody'),
  dryRun: false,
  warn: () => undefined,
  ...more,
});

describe('certificateApproval', () => {
  it.each([
    ['who may approve for the signer', 'approver', true],
    ['who may approve for its whole domain', 'domain-approver', true],
    ['who may only sign', 'signer', false],
    ['who may nothing', 'nobody', false],
  ])('judges one %s', (_name, name, isAllowed) => {
    const judge = () => certificateApproval({ authorizer }).validate?.(changing('approval', { user: user(name) }));
    if (isAllowed) expect(judge).not.toThrow();
    else {
      expect(judge).toThrow(
        'certificatesigningrequests.certificates.k8s.io "x" is forbidden: user not permitted to approve requests with signerName "example.com/web"',
      );
    }
  });

  it('goes by the signer that the request has, whatever the update says', () => {
    const object = csr({}, 'example.com/web');
    const old = csr({}, 'other.com/web');
    const judge = () =>
      certificateApproval({ authorizer }).validate?.(changing('approval', { user: user('approver'), object, old }));
    expect(judge).toThrow('signerName "other.com/web"');
  });

  it('leaves other paths', () => {
    expect(() => certificateApproval({ authorizer }).validate?.(changing('', {}))).not.toThrow();
  });
});

describe('certificateSigning', () => {
  const signed = csr({ certificate: 'YWJj' });
  it.each([
    ['a certificate of one who may sign', 'signer', signed, true],
    ['a certificate of one who may only approve', 'approver', signed, false],
    ['a condition of one who may nothing', 'nobody', csr({ conditions: [{ type: 'Failed', status: 'True' }] }), false],
    ['a status that stays the same', 'nobody', csr({}), true],
  ])('judges %s', (_name, name, object, isAllowed) => {
    const judge = () => certificateSigning({ authorizer }).validate?.(changing('status', { user: user(name), object }));
    if (isAllowed) expect(judge).not.toThrow();
    else expect(judge).toThrow('user not permitted to sign requests with signerName "example.com/web"');
  });
});
