import { CertificateSigningRequests, type CertificateSigningRequest } from '@wherry/api/certificates-v1';
import { describe, expect, it } from 'vitest';
import { newNode } from '../testing/new-node.ts';
import { isDecided, nodeHasNames, waysToApprove } from './csr-approval.ts';
import { isToBeSigned, lifetimeOf, signers } from './csr-signing.ts';

const none = { dnsNames: [], addresses: [] };
const nodeSubject = { commonName: 'system:node:n1', organizations: ['system:nodes'] };
const client = { subject: nodeSubject, names: none };
const serving = { subject: nodeSubject, names: { dnsNames: ['n1'], addresses: ['172.30.0.11'] } };
const clientUsages = ['digital signature', 'client auth'];
const servingUsages = ['digital signature', 'server auth'];

const csr = (
  spec: Partial<CertificateSigningRequest['spec']> = {},
  status: CertificateSigningRequest['status'] = {},
): CertificateSigningRequest => ({
  kind: CertificateSigningRequests.kind,
  metadata: { name: 'r' },
  spec: {
    request: '',
    signerName: 'kubernetes.io/kube-apiserver-client-kubelet',
    usages: clientUsages,
    username: 'system:bootstrap:abcdef',
    ...spec,
  },
  status,
});
const condition = (type: string) => ({ conditions: [{ type, status: 'True' }] });
const ways = (...given: Parameters<typeof waysToApprove>) =>
  waysToApprove(...given).map((way) => (way.by === 'node' ? way.node : way.subresource));

describe('waysToApprove', () => {
  const servingOf = (username: string) =>
    csr({ signerName: 'kubernetes.io/kubelet-serving', usages: servingUsages, username });

  it.each([
    ['a new node asks for its identity', csr(), client, ['nodeclient']],
    [
      'with the usage that RSA keys need',
      csr({ usages: [...clientUsages, 'key encipherment'] }),
      client,
      ['nodeclient'],
    ],
    ['a node renews its own', csr({ username: 'system:node:n1' }), client, ['selfnodeclient', 'nodeclient']],
    ['a node asks for that of another', csr({ username: 'system:node:n2' }), client, ['nodeclient']],
    ['a node asks for what it serves', servingOf('system:node:n1'), serving, ['n1']],
    ['a node asks for what another serves', servingOf('system:node:n2'), serving, []],
    ['a bootstrap token asks for what a node serves', servingOf('system:bootstrap:abcdef'), serving, []],
    ['another signer is meant', csr({ signerName: 'kubernetes.io/kube-apiserver-client' }), client, []],
    ['an identity with names', csr(), serving, []],
    ['an identity with further usages', csr({ usages: [...clientUsages, 'server auth'] }), client, []],
    ['no usages', csr({ usages: [] }), client, []],
    [
      'an administrator',
      csr(),
      { ...client, subject: { ...nodeSubject, organizations: ['system:nodes', 'system:masters'] } },
      [],
    ],
    ['somebody who is no node', csr(), { ...client, subject: { ...nodeSubject, commonName: 'jane' } }, []],
    ['nothing to serve', servingOf('system:node:n1'), client, []],
  ])('%s', (_, request, asked, expected) => {
    expect(ways(request, asked)).toEqual(expected);
  });
});

describe('nodeHasNames', () => {
  const addresses = [
    { type: 'InternalIP', address: '172.30.0.11' },
    { type: 'InternalIP', address: 'fd00::b' },
    { type: 'Hostname', address: 'n1' },
  ] as const;
  const node = newNode({ name: 'n1' });
  const known = { ...node, status: { ...node.status, addresses: [...addresses] } };
  it.each([
    [['n1'], ['172.30.0.11', 'fd00:0:0:0:0:0:0:b'], true],
    [['n1'], [], true],
    [['n1', 'n2'], [], false],
    [['n1'], ['172.30.0.12'], false],
    [['172.30.0.11'], [], true],
  ])('of %j and %j: %s', (dnsNames, ips, expected) => {
    expect(nodeHasNames(known, { names: { dnsNames, addresses: ips } })).toBe(expected);
  });
  it('is false of a node that has no addresses yet', () => {
    expect(nodeHasNames(node, serving)).toBe(false);
  });
});

describe('isDecided, isToBeSigned', () => {
  it.each([
    ['new', {}, false, false],
    ['approved', condition('Approved'), true, true],
    ['denied', condition('Denied'), true, false],
    ['failed', { conditions: [...condition('Approved').conditions, ...condition('Failed').conditions] }, true, false],
    ['issued', { ...condition('Approved'), certificate: 'eA==' }, true, false],
  ])('%s', (_, status, decided, toBeSigned) => {
    expect([isDecided(csr({}, status)), isToBeSigned(csr({}, status))]).toEqual([decided, toBeSigned]);
  });
  it('leaves the requests of other signers alone', () => {
    expect(isToBeSigned(csr({ signerName: 'example.com/mine' }, condition('Approved')))).toBe(false);
    expect(isToBeSigned(csr({ signerName: 'constructor' }, condition('Approved')))).toBe(false);
  });
});

describe('signers', () => {
  it.each([
    ['kubernetes.io/kube-apiserver-client', client, ['client auth'], undefined],
    [
      'kubernetes.io/kube-apiserver-client',
      client,
      ['client auth', 'server auth'],
      'invalid usage for client certificate: server auth',
    ],
    [
      'kubernetes.io/kube-apiserver-client',
      client,
      ['digital signature'],
      'missing required usage for client certificate: client auth',
    ],
    ['kubernetes.io/kube-apiserver-client-kubelet', client, clientUsages, undefined],
    ['kubernetes.io/kube-apiserver-client-kubelet', serving, clientUsages, 'DNS subjectAltNames are not allowed'],
    [
      'kubernetes.io/kube-apiserver-client-kubelet',
      client,
      servingUsages,
      'usages did not match [client auth digital signature key encipherment]',
    ],
    ['kubernetes.io/kubelet-serving', serving, servingUsages, undefined],
    ['kubernetes.io/kubelet-serving', client, servingUsages, 'DNS or IP subjectAltName is required'],
    [
      'kubernetes.io/kubelet-serving',
      { ...serving, subject: { ...nodeSubject, commonName: 'n1' } },
      servingUsages,
      'subject common name does not begin with system:node:',
    ],
    ['kubernetes.io/legacy-unknown', serving, ['code signing'], undefined],
  ])('%s of %j for %j: %s', (signer, request, usages, fault) => {
    expect(signers[signer]?.(request, usages)).toBe(fault);
  });
});

describe('lifetimeOf', () => {
  it.each([
    ['as long as possible when nothing is asked', undefined, 86_400_000],
    ['as asked', 3_600, 3_600_000],
    ['not longer than possible', 100_000, 86_400_000],
    ['not shorter than ten minutes', 60, 600_000],
  ])('%s', (_, expirationSeconds, expected) => {
    const asked = expirationSeconds === undefined ? {} : { expirationSeconds };
    expect(lifetimeOf(csr(asked), 86_400_000)).toBe(expected);
  });
});
