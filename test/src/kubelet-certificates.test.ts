// How a kubelet becomes a node of the cluster, with every process as it is in one: the apiserver writes the credentials, the
// controller-manager approves and signs, and the kubelet asks, is killed, goes on, and renews.

import { randomUUID, X509Certificate } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CertificateSigningRequest } from '@wherry/api/certificates-v1';
import type { Node } from '@wherry/api/core-v1';
import { issueClientCertificate } from '@wherry/pki';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { programCommandLine } from '../../setup/bundles/command-line.ts';
import { startTestServer } from './apiserver-process.ts';
import type { TestServer } from './apiserver-process.ts';
import { checkout } from './checkout.ts';
import { startChild } from './child-process.ts';
import type { Child } from './child-process.ts';
import { freePort } from '@wherry/component/testing';
import { restClient } from './rest-client.ts';
import type { RestClient } from './rest-client.ts';
import { waitFor } from './wait-for.ts';

const nodeName = `node-${randomUUID().slice(0, 8)}`;
const requestsPath = '/apis/certificates.k8s.io/v1/certificatesigningrequests';

let folder = '';
let server: TestServer;
let client: RestClient;
let ports: { readonly kubelet: number; readonly health: number; readonly controllers: number };
let children: Child[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wherry-certificates-'));
  server = await startTestServer({ flags: [`--credentials-dir=${folder}/credentials`] });
  client = await restClient(server.apiserver);
  ports = { kubelet: await freePort(), health: await freePort(), controllers: await freePort() };
});
afterEach(async () => {
  for (const child of children) await child.stop();
  children = [];
  client.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

async function start(program: string, args: readonly string[]): Promise<Child> {
  const child = await startChild(await programCommandLine(program, { root: checkout, args }));
  children.push(child);
  return child;
}

const pki = (file: string) => join(server.apiserver.dataDir, 'pki', file);

const startControllers = () =>
  start('controller-manager', [
    `--kubeconfig=${folder}/credentials/control-plane/controller-manager.kubeconfig`,
    `--cluster-signing-cert-file=${pki('ca.crt')}`,
    `--cluster-signing-key-file=${pki('ca.key')}`,
    `--healthz-bind-address=127.0.0.1:${ports.controllers}`,
  ]);

const startKubelet = () =>
  start('kubelet', [
    `--bootstrap-kubeconfig=${folder}/credentials/node/kubelet-bootstrap.kubeconfig`,
    `--kubeconfig=${folder}/kubelet.kubeconfig`,
    `--cert-dir=${folder}/certificates`,
    `--root-dir=${folder}/pods`,
    `--node-name=${nodeName}`,
    '--node-ip=127.0.0.1',
    '--network=none',
    '--address=127.0.0.1',
    `--port=${ports.kubelet}`,
    `--healthz-port=${ports.health}`,
  ]);

async function requests(signer: string): Promise<CertificateSigningRequest[]> {
  const answer = await client.send('GET', requestsPath);
  const { items } = answer.json<{ readonly items: readonly CertificateSigningRequest[] }>();
  return items.filter(({ spec }) => spec.signerName === `kubernetes.io/${signer}`);
}

const node = async (): Promise<Node | undefined> => {
  const answer = await client.send('GET', `/api/v1/nodes/${nodeName}`);
  return answer.status === 200 ? answer.json<Node>() : undefined;
};

const isReady = async () =>
  (await node())?.status.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') === true;

/** Asks the kubelet for its health, and believes only the cluster's authority. */
async function kubeletHealth(): Promise<number | undefined> {
  const ca = await readFile(pki('ca.crt'));
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port: ports.kubelet, path: '/healthz', ca, agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    }).on('error', reject);
  });
}

/** What the kubelet says of its own readiness. */
const readiness = async () => (await fetch(`http://127.0.0.1:${ports.health}/readyz`)).status;

const current = async () => new X509Certificate(await readFile(`${folder}/certificates/kubelet-client-current.pem`));

describe('a new node', () => {
  it('gets its certificates, also when its kubelet is killed while it waits, and asks once', async () => {
    const killed = await startKubelet();
    await waitFor('the request', async () => (await requests('kube-apiserver-client-kubelet')).length === 1);
    expect(await waitFor('its health', readiness)).toBe(500);
    killed.signal('SIGKILL');
    await killed.ended;
    const [asked] = await requests('kube-apiserver-client-kubelet');
    expect(asked?.spec.groups).toContain('system:bootstrappers:wherry');

    await startKubelet();
    await startControllers();
    await waitFor('the node to be ready', isReady);
    expect((await requests('kube-apiserver-client-kubelet')).map(({ metadata }) => metadata.uid)).toEqual([
      asked?.metadata.uid,
    ]);
    expect((await current()).subject).toBe(`O=system:nodes\nCN=system:node:${nodeName}`);
    await waitFor(
      'the serving certificate',
      async () => (await kubeletHealth()) === 401 || (await kubeletHealth()) === 200,
    );
    expect((await readdir(`${folder}/certificates`)).filter((file) => file.endsWith('.tmp'))).toEqual([]);
    await waitFor('it to be ready', async () => (await readiness()) === 200);
    const metrics = await (await fetch(`http://127.0.0.1:${ports.controllers}/metrics`)).text();
    expect(metrics).toContain('leader_election_master_status{name="kube-controller-manager"} 1');
    expect(metrics).not.toContain('code="403"');
  });

  it('is who it was after a restart, without asking anybody', async () => {
    await startControllers();
    const first = await startKubelet();
    await waitFor('the node to be ready', isReady);
    await waitFor('the serving certificate', async () => (await kubeletHealth()) !== undefined);
    first.signal('SIGKILL');
    await first.ended;
    const before = [...(await requests('kube-apiserver-client-kubelet')), ...(await requests('kubelet-serving'))];
    const second = await startKubelet();
    await waitFor('the certificate it had', async () => (await kubeletHealth()) !== undefined);
    await waitFor('it to be ready', async () => (await readiness()) === 200);
    const after = [...(await requests('kube-apiserver-client-kubelet')), ...(await requests('kubelet-serving'))];
    expect(after.map(({ metadata }) => metadata.name)).toEqual(before.map(({ metadata }) => metadata.name));
    expect(second.stderr).not.toContain('asked for a certificate');
  });
});

describe('an old node', () => {
  it('renews its certificate as who it is, and goes on without a restart', async () => {
    const HOUR = 3600_000;
    const authority = {
      certificate: await readFile(pki('ca.crt'), 'utf8'),
      key: await readFile(pki('ca.key'), 'utf8'),
    };
    const old = issueClientCertificate({
      authority,
      user: `system:node:${nodeName}`,
      groups: ['system:nodes'],
      now: new Date(Date.now() - 100 * HOUR),
      lifetime: 101 * HOUR,
    });
    await keepCertificate(`${old.certificate}${old.key}`);
    await startControllers();
    const kubelet = await startKubelet();
    const serial = new X509Certificate(old.certificate).serialNumber;
    await waitFor('the new certificate', async () => (await current()).serialNumber !== serial);
    const [request, ...more] = await requests('kube-apiserver-client-kubelet');
    expect(more).toEqual([]);
    expect(request?.spec.username).toBe(`system:node:${nodeName}`);
    expect(request?.status.conditions?.[0]?.message).toMatch(/^Auto approving self kubelet client certificate/);
    await waitFor('the node to be ready', isReady);
    expect(kubelet.hasEnded).toBe(false);
  });
});

async function keepCertificate(pem: string): Promise<void> {
  await mkdir(`${folder}/certificates`);
  await writeFile(`${folder}/certificates/kubelet-client-current.pem`, pem, { mode: 0o600 });
}
