import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { X509Certificate } from 'node:crypto';
import { connect } from 'node:tls';
import { fakeClock } from '@wherry/component';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startTestApi, type TestApi } from '../testing/start-test-api.ts';

const SERVER = 'https://172.30.0.2:6443';
const REVIEW = '/apis/authorization.k8s.io/v1/subjectaccessreviews';

async function start(clock = fakeClock(new Date())) {
  const directory = await mkdtemp(join(tmpdir(), 'wherry-credentials-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const flags = [`--credentials-dir=${directory}`, `--credentials-server=${SERVER}`, '--tls-san=box.example,192.0.2.9'];
  const api = await startTestApi({ clock, flags });
  onTestFinished(() => api.stop());
  return { directory, api, clock };
}

async function tokenOf(directory: string): Promise<string> {
  const text = await readFile(join(directory, 'node/kubelet-bootstrap.kubeconfig'), 'utf8');
  return /"token": "(.*)"/.exec(text)?.[1] ?? '';
}

async function mayDo(api: TestApi, user: object, resourceAttributes: object): Promise<unknown> {
  const body = { spec: { ...user, resourceAttributes } };
  const { json } = await api.send('POST', REVIEW, { body });
  return (json as { status: { allowed: boolean } }).status.allowed;
}

describe('the credentials of a cluster', () => {
  it('make the bootstrap token known, with which one may ask for a certificate and little else', async () => {
    const { directory, api } = await start();
    const token = await tokenOf(directory);
    const headers = { authorization: `Bearer ${token}` };
    const ask = (method: string, path: string, body?: object) => api.anonymous.send(method, path, { headers, body });
    const self = await ask('POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews', {});
    expect(self.json).toMatchObject({
      status: {
        userInfo: {
          username: `system:bootstrap:${token.slice(0, 6)}`,
          groups: ['system:bootstrappers', 'system:bootstrappers:wherry', 'system:authenticated'],
        },
      },
    });
    const csr = '/apis/certificates.k8s.io/v1/certificatesigningrequests';
    expect((await ask('GET', csr)).status).toBe(200);
    expect((await ask('GET', '/api/v1/pods')).status).toBe(403);
    expect((await ask('GET', '/api/v1/nodes')).status).toBe(403);
    const group = 'certificates.k8s.io';
    const asked = { group, resource: 'certificatesigningrequests', verb: 'create' };
    const user = { user: 'x', groups: ['system:bootstrappers:wherry'] };
    expect(await mayDo(api, user, { ...asked, subresource: 'nodeclient' })).toBe(true);
    expect(await mayDo(api, user, { ...asked, subresource: 'selfnodeclient' })).toBe(false);
    const kubelet = { user: 'system:node:n', groups: ['system:nodes'] };
    expect(await mayDo(api, kubelet, { ...asked, subresource: 'selfnodeclient' })).toBe(true);
  });

  it('put the Secret of the token back when it is changed or gone', async () => {
    const { directory, api, clock } = await start();
    const path = `/api/v1/namespaces/kube-system/secrets/bootstrap-token-${(await tokenOf(directory)).slice(0, 6)}`;
    const type = 'application/merge-patch+json';
    const { data } = (await api.send('GET', path)).json;
    await api.send('PATCH', path, { body: { data: { 'token-secret': 'eA==' } }, type });
    await clock.advance(60_000);
    await expect.poll(async () => (await api.send('GET', path)).json.data).toEqual(data);
    await api.send('DELETE', path);
    await clock.advance(60_000);
    await expect.poll(async () => (await api.send('GET', path)).status).toBe(200);
  });

  it('come with a serving certificate for every name and address of the server', async () => {
    const { api } = await start();
    const socket = connect({ host: '127.0.0.1', port: api.port, ca: api.pki.ca });
    await new Promise((resolve) => socket.once('secureConnect', resolve));
    const certificate = new X509Certificate(socket.getPeerCertificate().raw);
    socket.destroy();
    for (const name of [
      'localhost',
      'kubernetes',
      'kubernetes.default.svc',
      'kubernetes.default.svc.cluster.local',
      'box.example',
    ]) {
      expect(certificate.checkHost(name)).toBe(name);
    }
    for (const address of ['172.30.0.2', '127.0.0.1', '10.96.0.1', '192.0.2.9']) {
      expect(certificate.checkIP(address)).toBe(address);
    }
  });
});
