/** Requests for certificates, from a new node's first to what it serves: real users, real rights. */
import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CertificateSigningRequests, type CertificateSigningRequest } from '@wherry/api/certificates-v1';
import { Nodes } from '@wherry/api/core-v1';
import { createClient, loadKubeconfig, openTransport, type Client, type Connection } from '@wherry/client';
import { eventually } from '@wherry/component/testing';
import { buildCertificateRequest, issueClientCertificate, newCertificateKey, type CertifiedKey } from '@wherry/pki';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newNode } from '../testing/new-node.ts';
import { startTestCluster, type TestCluster } from '../testing/start-test-cluster.ts';
import { csrApproverEntry } from './csr-approver.ts';
import { csrSignerEntry } from './csr-signer.ts';

const SERVING = 'kubernetes.io/kubelet-serving';
const KUBELET = 'kubernetes.io/kube-apiserver-client-kubelet';

let directory = '';
let cluster: TestCluster;
let authority: CertifiedKey;
const closing: (() => unknown)[] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'wherry-csr-'));
  cluster = await startTestCluster({
    controllers: [csrApproverEntry, csrSignerEntry],
    flags: [
      `--cluster-signing-cert-file=${directory}/data/pki/ca.crt`,
      `--cluster-signing-key-file=${directory}/data/pki/ca.key`,
      '--cluster-signing-duration=24h',
    ],
    apiFlags: [`--credentials-dir=${directory}`, `--data-dir=${directory}/data`],
  });
  const pki = (file: string) => readFile(join(directory, 'data/pki', file), 'utf8');
  authority = { certificate: await pki('ca.crt'), key: await pki('ca.key') };
});
afterAll(async () => {
  for (const close of closing) close();
  await cluster.stop();
  await rm(directory, { recursive: true, force: true });
});

function clientOf(connection: Connection): Client {
  const transport = openTransport({ connection, userAgent: 'kubelet' });
  closing.push(() => transport.stop());
  return createClient(transport);
}

const newNodeClient = async () => clientOf(await loadKubeconfig(join(directory, 'node/kubelet-bootstrap.kubeconfig')));

function kubeletClient(name: string): Client {
  const { certificate: cert, key } = issueClientCertificate({
    authority,
    user: `system:node:${name}`,
    groups: ['system:nodes'],
    now: new Date(),
  });
  return clientOf({ server: cluster.url, ca: cluster.ca, cert, key });
}

let count = 0;
async function ask(
  client: Client,
  node: string,
  spec: Partial<CertificateSigningRequest['spec']>,
  addresses: string[] = [],
) {
  const request = buildCertificateRequest({
    subject: { commonName: `system:node:${node}`, organizations: ['system:nodes'] },
    key: newCertificateKey(),
    names: { dnsNames: [], addresses },
  });
  return client.create(CertificateSigningRequests, {
    metadata: { name: `csr-${count++}` },
    spec: {
      signerName: KUBELET,
      usages: ['digital signature', 'client auth'],
      ...spec,
      request: Buffer.from(request).toString('base64'),
    },
  });
}

const read = ({ metadata: { name = '' } }: CertificateSigningRequest) =>
  cluster.client.get(CertificateSigningRequests, { name });
const certificateOf = ({ status }: CertificateSigningRequest) =>
  new X509Certificate(Buffer.from(status.certificate ?? '', 'base64'));
const issued = (request: CertificateSigningRequest) => eventually(async () => certificateOf(await read(request)));

describe('a request for a certificate', () => {
  it('of a new node is approved and signed, for as long as it asks', async () => {
    const request = await ask(await newNodeClient(), 'n1', { expirationSeconds: 7200 });
    const certificate = await issued(request);
    expect(certificate.subject).toBe('O=system:nodes\nCN=system:node:n1');
    expect(certificate.verify(new X509Certificate(authority.certificate).publicKey)).toBe(true);
    const left = certificate.validToDate.getTime() - Date.now();
    expect(left).toBeGreaterThan(7_100_000);
    expect(left).toBeLessThanOrEqual(7_200_000);
    expect((await read(request)).status.conditions).toMatchObject([
      {
        type: 'Approved',
        reason: 'AutoApproved',
        message: 'Auto approving kubelet client certificate after SubjectAccessReview.',
      },
    ]);
  });

  it('of a node for itself is approved because it is its own', async () => {
    const request = await ask(kubeletClient('n1'), 'n1', {});
    await issued(request);
    expect((await read(request)).status.conditions?.[0]?.message).toMatch(/^Auto approving self kubelet client/);
  });

  it('for serving waits until the node has the address, and is then signed', async () => {
    const node = newNode({ name: 'n3' });
    const request = await ask(
      kubeletClient('n3'),
      'n3',
      { signerName: SERVING, usages: ['digital signature', 'server auth'] },
      ['172.30.0.13'],
    );
    const foreign = await ask(
      kubeletClient('n4'),
      'n4',
      { signerName: SERVING, usages: ['digital signature', 'server auth'] },
      ['172.30.0.13'],
    );
    const created = await cluster.client.create(Nodes, node);
    const addresses = [{ type: 'InternalIP', address: '172.30.0.13' }];
    await cluster.client.updateStatus(Nodes, { ...created, status: { ...created.status, addresses } });
    const certificate = await issued(request);
    expect(certificate.checkIP('172.30.0.13')).toBe('172.30.0.13');
    expect((await read(foreign)).status).toEqual({});
  });

  it('of a person waits for approval, and is then judged by the signer', async () => {
    const spec = { signerName: 'kubernetes.io/kube-apiserver-client' };
    const good = await ask(cluster.client, 'n5', { ...spec, usages: ['client auth'] });
    const bad = await ask(cluster.client, 'n5', { ...spec, usages: ['client auth', 'server auth'] });
    const condition = { type: 'Approved', status: 'True', reason: 'Me', message: 'fine' };
    for (const request of [good, bad]) {
      expect(request.status).toEqual({});
      const approved = { ...request, status: { conditions: [condition] } };
      await cluster.client.update(CertificateSigningRequests, approved, { subresource: 'approval' });
    }
    await issued(good);
    await eventually(async () =>
      expect((await read(bad)).status.conditions?.[1]).toMatchObject({
        type: 'Failed',
        reason: 'SignerValidationFailure',
        message: 'invalid usage for client certificate: server auth',
      }),
    );
  });
});
