/** A kubelet's certificates on a real API server; the cluster's controllers are played by hand. */
import { X509Certificate } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestApi } from '@wherry/apiserver/testing';
import { SelfSubjectReviews } from '@wherry/api/authentication-v1';
import { CertificateSigningRequests, type CertificateSigningRequest } from '@wherry/api/certificates-v1';
import { Secrets } from '@wherry/api/core-v1';
import { createClient, loadKubeconfig, openTransport, type Client } from '@wherry/client';
import { fakeClock, silentLog } from '@wherry/component';
import { issueAuthority, readCertificateRequest, signCertificateRequest } from '@wherry/pki';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startKubeletIdentity } from './kubelet-identity.ts';
import { startServingCertificate } from './serving-certificate.ts';

const HOUR = 3600_000;

async function startCluster() {
  const directory = await mkdtemp(join(tmpdir(), 'wherry-identity-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const clock = fakeClock(new Date());
  const flags = [`--credentials-dir=${directory}/credentials`, `--data-dir=${directory}/data`];
  const api = await startTestApi({ clock, flags });
  onTestFinished(() => api.stop());
  const transport = openTransport({ connection: { server: api.url, ...api.pki }, userAgent: 'test' });
  onTestFinished(() => transport.stop());
  const admin = createClient(transport);
  const requests = async () => (await admin.list(CertificateSigningRequests)).items;
  const next = () =>
    expect
      .poll(async () => (await requests()).filter(({ status }) => status.conditions === undefined))
      .toHaveLength(1)
      .then(async () => (await requests()).find(({ status }) => status.conditions === undefined));
  const decide = async (csr: CertificateSigningRequest | undefined, type: 'Approved' | 'Denied') => {
    if (csr === undefined) throw new Error('There is no request');
    const conditions = [{ type, status: 'True', reason: 'Test', message: 'so it is' }];
    return admin.update(CertificateSigningRequests, { ...csr, status: { conditions } }, { subresource: 'approval' });
  };
  const sign = async (lifetime = HOUR) => {
    const csr = await decide(await next(), 'Approved');
    const pki = (file: string) => readFile(`${directory}/data/pki/${file}`, 'utf8');
    const certificate = signCertificateRequest({
      authority: { certificate: await pki('ca.crt'), key: await pki('ca.key') },
      request: readCertificateRequest(Buffer.from(csr.spec.request, 'base64').toString()),
      keyUsages: csr.spec.usages ?? [],
      now: clock.now(),
      lifetime,
    });
    const status = { ...csr.status, certificate: Buffer.from(certificate).toString('base64') };
    await admin.updateStatus(CertificateSigningRequests, { ...csr, status });
  };
  const start = (signal?: AbortSignal) =>
    startKubeletIdentity({
      nodeName: 'n1',
      bootstrapKubeconfig: `${directory}/credentials/node/kubelet-bootstrap.kubeconfig`,
      kubeconfig: `${directory}/kubelet.kubeconfig`,
      certDir: `${directory}/certs`,
      clock,
      log: silentLog,
      random: () => 0.5,
      ...(signal === undefined ? {} : { signal }),
    });
  return { directory, clock, admin, requests, next, decide, sign, start };
}

async function whoIs(client: Client) {
  const { status } = await client.create(SelfSubjectReviews, {});
  return status.userInfo;
}

describe('startKubeletIdentity', () => {
  it('gets a new node its certificate, and writes down where it is', async () => {
    const { directory, sign, start, requests } = await startCluster();
    const starting = start();
    await sign();
    const identity = await starting;
    onTestFinished(() => identity.stop());
    expect(await whoIs(createClient(identity.transport))).toMatchObject({
      username: 'system:node:n1',
      groups: ['system:nodes', 'system:authenticated'],
    });
    expect((await requests())[0]?.spec).toMatchObject({
      signerName: 'kubernetes.io/kube-apiserver-client-kubelet',
      usages: ['digital signature', 'client auth'],
    });
    expect(await readdir(`${directory}/certs`)).toEqual(['kubelet-client-current.pem']);
    const connection = await loadKubeconfig(`${directory}/kubelet.kubeconfig`);
    const other = openTransport({ connection: { ...connection }, userAgent: 'kubectl' });
    onTestFinished(() => other.stop());
    expect((await whoIs(createClient(other))).username).toBe('system:node:n1');
  });

  it('asks nobody when it is started again, not even with a token that nobody knows', async () => {
    const { admin, sign, start, requests } = await startCluster();
    const first = start();
    await sign();
    await (await first).stop();
    for (const { metadata } of (await admin.list(Secrets, { namespace: 'kube-system' })).items) {
      await admin.delete(Secrets, { namespace: 'kube-system', name: metadata.name ?? '' });
    }
    const second = await start();
    onTestFinished(() => second.stop());
    expect((await whoIs(createClient(second.transport))).username).toBe('system:node:n1');
    expect(await requests()).toHaveLength(1);
  });

  it('goes on with the same request after it was ended while it waited', async () => {
    const { sign, start, requests, next } = await startCluster();
    const end = new AbortController();
    const first = start(end.signal);
    await next();
    end.abort(new Error('killed'));
    await expect(first).rejects.toThrow('killed');
    const second = start();
    await sign();
    const identity = await second;
    onTestFinished(() => identity.stop());
    expect((await whoIs(createClient(identity.transport))).username).toBe('system:node:n1');
    expect(await requests()).toHaveLength(1);
  });

  it('asks anew, with another key, when it was denied', async () => {
    const { clock, decide, next, sign, start, requests } = await startCluster();
    const starting = start();
    await decide(await next(), 'Denied');
    await expect
      .poll(async () => {
        await clock.advance(1000);
        return requests();
      })
      .toHaveLength(2);
    await sign();
    const identity = await starting;
    onTestFinished(() => identity.stop());
    const [one, two] = (await requests()).map(({ spec }) => spec.request);
    expect(one).not.toBe(two);
  });

  it('renews it before it ends, as the node that it is, and speaks by the new one without a restart', async () => {
    const { clock, sign, start, requests } = await startCluster();
    const starting = start();
    await sign();
    const identity = await starting;
    onTestFinished(() => identity.stop());
    const client = createClient(identity.transport);
    const before = (await whoIs(client)).extra;
    // Of 65 minutes, 5 of which lie before its making: 80 % are over after 47.
    await clock.advance(46 * 60_000);
    expect(await requests()).toHaveLength(1);
    await clock.advance(2 * 60_000);
    await sign();
    await expect.poll(async () => (await whoIs(client)).extra).not.toEqual(before);
    expect((await requests()).map(({ spec }) => spec.username ?? '').toSorted()).toEqual([
      expect.stringMatching(/^system:bootstrap:/),
      'system:node:n1',
    ]);
  });

  it('begins again when the cluster has another authority', async () => {
    const { directory, sign, start } = await startCluster();
    const first = start();
    await sign();
    await (await first).stop();
    const other = issueAuthority({ commonName: 'kubernetes', now: new Date() });
    const file = `${directory}/credentials/node/kubelet-bootstrap.kubeconfig`;
    const text = await readFile(file, 'utf8');
    const data = Buffer.from(other.certificate).toString('base64');
    await writeFile(file, text.replace(/("certificate-authority-data": )"[^"]*"/, `$1"${data}"`));
    const end = new AbortController();
    const second = start(end.signal);
    // Nobody there whom this authority vouches for.
    await expect.poll(() => readdir(`${directory}/certs`)).toContain('kubelet-client.key.tmp');
    end.abort(new Error('enough'));
    await expect(second).rejects.toThrow('enough');
  });
});

describe('startServingCertificate', () => {
  it('hands over the one that the cluster issues, and at the next start at once', async () => {
    const { directory, clock, requests, sign, start } = await startCluster();
    const starting = start();
    await sign();
    const identity = await starting;
    onTestFinished(() => identity.stop());
    const { transport } = identity;
    const begin = () =>
      startServingCertificate({
        certDir: `${directory}/certs`,
        nodeName: 'n1',
        hosts: ['n1', '172.30.0.11'],
        transport,
        clock,
        log: silentLog,
      });
    const serving = await begin();
    const seen: string[] = [];
    serving.follow(({ cert }) => seen.push(cert));
    expect(seen).toEqual([]);
    await sign();
    await expect.poll(() => seen).toHaveLength(1);
    await serving.stop();
    const again = await begin();
    onTestFinished(() => again.stop());
    again.follow(({ cert }) => seen.push(cert));
    expect(seen[1]).toBe(seen[0]);
    const issued = new X509Certificate(seen[0] ?? '');
    const authority = new X509Certificate(await readFile(`${directory}/data/pki/ca.crt`));
    expect(issued.verify(authority.publicKey)).toBe(true);
    expect([issued.checkHost('n1'), issued.checkIP('172.30.0.11')]).toEqual(['n1', '172.30.0.11']);
    expect((await requests()).map(({ spec }) => spec.signerName)).toContain('kubernetes.io/kubelet-serving');
  });
});
