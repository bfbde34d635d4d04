import { X509Certificate } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeClock } from '@wherry/component';
import { belongTogether } from '@wherry/pki';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadClusterPki, servingHosts } from './cluster-pki.ts';
import { writeAdminKubeconfig } from './admin-kubeconfig.ts';

const DAY = 24 * 3600_000;
let parent = '';
let dataDir = '';
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'wherry-pki-'));
  dataDir = join(parent, 'data');
});
afterEach(() => rm(parent, { recursive: true }));

const load = (hosts = ['localhost'], clock = fakeClock()) => loadClusterPki({ dataDir, hosts, clock });
const pkiFile = (name: string) => join(dataDir, 'pki', name);

describe('loadClusterPki', () => {
  it('makes everything at the first start', async () => {
    const pki = await load();
    const files = (await readdir(join(dataDir, 'pki'))).toSorted();
    expect(files).toEqual(
      ['ca', 'front-proxy-ca', 'apiserver', 'apiserver-kubelet-client', 'front-proxy-client', 'admin']
        .flatMap((name) => [`${name}.crt`, `${name}.key`])
        .concat('sa.key', 'sa.pub')
        .toSorted(),
    );
    expect(new X509Certificate(pki.admin.certificate).subject).toBe('O=system:masters\nCN=kubernetes-admin');
    const proxyAuthority = new X509Certificate(pki.requestHeaderAuthority.certificate);
    expect(new X509Certificate(pki.proxyClient.certificate).verify(proxyAuthority.publicKey)).toBe(true);
    expect(pki.changes).toHaveLength(5);
  });

  it('lets nobody else read the keys', async () => {
    await load();
    expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
    expect((await stat(join(dataDir, 'pki'))).mode & 0o777).toBe(0o700);
    for (const name of await readdir(join(dataDir, 'pki'))) {
      expect([name, (await stat(pkiFile(name))).mode & 0o777]).toEqual([name, 0o600]);
    }
  });

  it('changes nothing at a second start', async () => {
    const first = await load();
    const second = await load();
    expect(second).toEqual({ ...first, changes: [] });
  });

  it('gives servers that start together the same keys', async () => {
    const all = await Promise.all([load(['a']), load(['b']), load(['c'])]);
    expect(new Set(all.map((pki) => pki.serviceAccountKey)).size).toBe(1);
    expect(new Set(all.map((pki) => pki.authority.certificate)).size).toBe(1);
    for (const pki of all) expect(belongTogether(pki.serving)).toBe(true);
    expect(await readdir(dataDir)).toEqual(['pki']);
  });

  it('re-issues certificates when a third of their life is left, and keeps the roots and the keys', async () => {
    const clock = fakeClock();
    const first = await load(['localhost'], clock);
    await clock.advance(240 * DAY);
    expect((await load(['localhost'], clock)).changes).toEqual([]);
    await clock.advance(10 * DAY);
    const later = await load(['localhost'], clock);
    expect(later.changes).toHaveLength(4);
    expect(later.changes[0]).toBe('Issued apiserver.crt: it is near its end');
    expect(later.authority).toEqual(first.authority);
    expect(later.serving.key).toBe(first.serving.key);
    expect(later.serving.certificate).not.toBe(first.serving.certificate);
  });

  it('re-issues the serving certificate when a host is missing, and keeps the hosts that others asked for', async () => {
    await load(['localhost', '::1', 'one.example']);
    const second = await load(['localhost', '0:0:0:0:0:0:0:1', '10.1.2.3']);
    expect(second.changes).toEqual(['Issued apiserver.crt: it does not cover 10.1.2.3']);
    const certificate = new X509Certificate(second.serving.certificate);
    expect(certificate.checkHost('one.example')).toBe('one.example');
    expect(certificate.checkIP('10.1.2.3')).toBe('10.1.2.3');
    expect((await load(['localhost', 'one.example'])).changes).toEqual([]);
  });

  it.each([
    ['a certificate is gone', 'admin.crt', undefined, 'it is missing'],
    ['a key is gone', 'admin.key', undefined, 'it is missing'],
    ['a certificate is torn', 'admin.crt', '-----BEGIN CERTIF', 'it is not a certificate'],
    ['a key is torn', 'admin.key', '-----BEGIN PRIV', 'its key does not fit'],
  ])('re-issues when %s', async (_name, file, text, because) => {
    await load();
    await (text === undefined ? rm(pkiFile(file)) : writeFile(pkiFile(file), text));
    const pki = await load();
    expect(pki.changes).toEqual([`Issued admin.crt: ${because}`]);
    expect(belongTogether(pki.admin)).toBe(true);
  });

  it('re-issues a certificate that another authority signed, or that is for somebody else', async () => {
    await load();
    await writeFile(pkiFile('admin.crt'), await readFile(pkiFile('front-proxy-client.crt')));
    expect((await load()).changes).toEqual(['Issued admin.crt: another authority signed it']);
    for (const end of ['crt', 'key']) {
      await writeFile(pkiFile(`admin.${end}`), await readFile(pkiFile(`apiserver-kubelet-client.${end}`)));
    }
    expect((await load()).changes).toEqual(['Issued admin.crt: it is for somebody else']);
  });

  it.each([
    ['the authority has no key', 'ca.key', undefined, 'ca.key is missing'],
    ['the signing key is gone', 'sa.key', undefined, 'sa.key is missing'],
    ['the signing key is torn', 'sa.key', '-----BEGIN PRIV', 'sa.key is not a private key in PEM'],
    ['the authority is torn', 'ca.crt', 'torn', 'ca.crt is not a certificate in PEM'],
  ])('refuses to start when %s, and touches nothing', async (_name, file, text, problem) => {
    await load();
    await (text === undefined ? rm(pkiFile(file)) : writeFile(pkiFile(file), text));
    const before = await readdir(join(dataDir, 'pki'));
    await expect(load()).rejects.toThrow(`Cannot load the cluster's keys from ${join(dataDir, 'pki')}: ${problem}.`);
    expect(await readdir(join(dataDir, 'pki'))).toEqual(before);
  });

  it('refuses an authority whose key is another one, or that has expired', async () => {
    const clock = fakeClock();
    await load(['localhost'], clock);
    await clock.advance(3651 * DAY);
    await expect(load(['localhost'], clock)).rejects.toThrow('ca.crt expired at');
    await writeFile(pkiFile('ca.key'), await readFile(pkiFile('front-proxy-ca.key')));
    await expect(load()).rejects.toThrow('ca.key does not belong to ca.crt');
  });

  it('writes the public half of the signing key again when it is lost', async () => {
    await load();
    const text = await readFile(pkiFile('sa.pub'), 'utf8');
    await rm(pkiFile('sa.pub'));
    await load();
    expect(await readFile(pkiFile('sa.pub'), 'utf8')).toBe(text);
  });
});

describe('servingHosts', () => {
  it('names the Service, the loopback and what is given, without unspecified addresses', () => {
    expect(
      servingHosts({ serviceAddress: '10.96.0.1', hosts: ['box', '0.0.0.0', '::', '', '192.0.2.7', 'box'] }),
    ).toEqual([
      'kubernetes',
      'kubernetes.default',
      'kubernetes.default.svc',
      'kubernetes.default.svc.cluster.local',
      'localhost',
      '127.0.0.1',
      '::1',
      '10.96.0.1',
      'box',
      '192.0.2.7',
    ]);
  });
});

describe('writeAdminKubeconfig', () => {
  it('holds the server, the authority and the admin, for its owner only', async () => {
    const pki = await load();
    const path = await writeAdminKubeconfig({ dataDir, server: 'https://127.0.0.1:6443', pki });
    const text = await readFile(path, 'utf8');
    expect(path).toBe(join(dataDir, 'admin.kubeconfig'));
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(text).toContain('server: "https://127.0.0.1:6443"');
    expect(text).toContain('current-context: "wherry"');
    const decode = (field: string) =>
      Buffer.from(new RegExp(`${field}: (\\S+)`).exec(text)?.[1] ?? '', 'base64').toString();
    const authority = new X509Certificate(decode('certificate-authority-data'));
    const client = new X509Certificate(decode('client-certificate-data'));
    expect(client.verify(authority.publicKey)).toBe(true);
    expect(belongTogether({ certificate: decode('client-certificate-data'), key: decode('client-key-data') })).toBe(
      true,
    );
  });
});
