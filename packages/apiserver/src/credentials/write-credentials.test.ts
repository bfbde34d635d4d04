import { X509Certificate } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeClock } from '@wherry/component';
import { belongTogether, issueAuthority } from '@wherry/pki';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeCredentials } from './write-credentials.ts';

const DAY = 24 * 3600_000;
const SERVER = 'https://172.30.0.2:6443';
let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'wherry-credentials-'));
});
afterEach(() => rm(directory, { recursive: true }));

const clock = fakeClock();
const authority = issueAuthority({ commonName: 'kubernetes', now: clock.now() });
const write = (more: Partial<Parameters<typeof writeCredentials>[0]> = {}) =>
  writeCredentials({ directory, server: SERVER, authority, clock, ...more });
const read = (path: string) => readFile(join(directory, path), 'utf8');
const field = (text: string, name: string) => {
  const data = new RegExp(`"${name}": "(\\S+)"`).exec(text)?.[1] ?? '';
  return Buffer.from(data, 'base64').toString();
};

describe('writeCredentials', () => {
  it.each([
    ['control-plane/controller-manager', 'system:kube-controller-manager'],
    ['control-plane/scheduler', 'system:kube-scheduler'],
    ['control-plane/proxy', 'system:kube-proxy'],
    ['control-plane/ingress', 'system:wherry:ingress'],
    ['control-plane/gate', 'system:wherry:gate'],
    ['node/proxy', 'system:kube-proxy'],
  ])('writes %s.kubeconfig for %s', async (path, user) => {
    await write();
    const text = await read(`${path}.kubeconfig`);
    const [certificate, key] = [field(text, 'client-certificate-data'), field(text, 'client-key-data')];
    expect(text).toContain(`"server": "${SERVER}"`);
    expect(field(text, 'certificate-authority-data')).toBe(authority.certificate);
    expect(new X509Certificate(certificate).subject).toBe(`CN=${user}`);
    expect(new X509Certificate(certificate).verify(new X509Certificate(authority.certificate).publicKey)).toBe(true);
    expect(belongTogether({ certificate, key })).toBe(true);
    expect((await stat(join(directory, `${path}.kubeconfig`))).mode & 0o777).toBe(0o600);
  });

  it('gives nodes nothing but the proxy and a bootstrap token', async () => {
    const { bootstrapToken } = await write();
    expect((await readdir(join(directory, 'node'))).toSorted()).toEqual([
      'kubelet-bootstrap.kubeconfig',
      'proxy.kubeconfig',
    ]);
    const text = await read('node/kubelet-bootstrap.kubeconfig');
    expect(bootstrapToken).toMatch(/^[a-z0-9]{6}\.[a-z0-9]{16}$/);
    expect(text).toContain(`"token": "${bootstrapToken}"`);
    expect(text).not.toContain('client-');
  });

  it('does not touch what is good', async () => {
    const first = await write();
    const path = join(directory, 'node/proxy.kubeconfig');
    const before = await stat(path);
    expect(await write()).toEqual({ bootstrapToken: first.bootstrapToken, changes: [] });
    expect((await stat(path)).ino).toBe(before.ino);
  });

  it('issues certificates anew when a third of their life is left, and keeps the token', async () => {
    const first = await write();
    const before = await read('control-plane/gate.kubeconfig');
    const later = fakeClock();
    await later.advance(240 * DAY);
    expect((await write({ clock: later })).changes).toEqual([]);
    await later.advance(10 * DAY);
    const second = await write({ clock: later });
    expect(second.changes).toHaveLength(6);
    expect(second.changes[0]).toBe(
      `Wrote ${join(directory, 'control-plane/controller-manager.kubeconfig')}: it is near its end`,
    );
    expect(second.bootstrapToken).toBe(first.bootstrapToken);
    expect(await read('control-plane/gate.kubeconfig')).not.toBe(before);
  });

  it('follows another address of the server, with the same certificates', async () => {
    await write();
    const before = await read('node/proxy.kubeconfig');
    const { changes } = await write({ server: 'https://172.31.0.2:6443' });
    expect(changes).toHaveLength(7);
    expect(await read('node/proxy.kubeconfig')).toBe(before.replace(SERVER, 'https://172.31.0.2:6443'));
  });

  it('follows another authority', async () => {
    await write();
    const other = issueAuthority({ commonName: 'kubernetes', now: clock.now() });
    await write({ authority: other });
    const certificate = new X509Certificate(field(await read('node/proxy.kubeconfig'), 'client-certificate-data'));
    expect(certificate.verify(new X509Certificate(other.certificate).publicKey)).toBe(true);
  });

  it('mends a file that is torn', async () => {
    const { bootstrapToken } = await write();
    for (const name of ['proxy', 'kubelet-bootstrap']) {
      const path = join(directory, `node/${name}.kubeconfig`);
      await writeFile(path, (await readFile(path, 'utf8')).slice(0, 100));
    }
    const mended = await write();
    expect(mended.changes).toHaveLength(2);
    expect(mended.bootstrapToken).not.toBe(bootstrapToken);
    expect((await write()).changes).toEqual([]);
  });
});
