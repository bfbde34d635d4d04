import { execFileSync } from 'node:child_process';
import { createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createServer, type TLSSocket } from 'node:tls';
import { afterAll, describe, expect, it } from 'vitest';
import { alternativeNamesOf, belongTogether, issueCertificate, pem, subjectOf } from './certificate.ts';
import { CertificateRequestError, readCertificateRequest } from './certificate-request.ts';
import { readElement, readElements } from './der-reader.ts';
import { bitString, sequence } from './der-writer.ts';
import { decodeName } from './distinguished-name.ts';
import { issueAuthority, issueClientCertificate, issueServingCertificate, signCertificateRequest } from './issue.ts';

const now = new Date('2026-03-01T12:00:00Z');
const directory = mkdtempSync(join(tmpdir(), 'wherry-issue-'));
afterAll(() => rmSync(directory, { recursive: true }));

describe('issueAuthority', () => {
  it('makes a certificate that is an authority, signed by its own key, good for ten years', () => {
    const authority = issueAuthority({ commonName: 'kubernetes', now });
    const certificate = new X509Certificate(authority.certificate);
    expect(certificate.ca).toBe(true);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.subject).toBe('CN=kubernetes');
    expect(certificate.validToDate.getUTCFullYear()).toBe(2036);
    expect(belongTogether(authority)).toBe(true);
  });

  it('writes dates from 2050 on as GeneralizedTime', () => {
    const late = issueAuthority({ commonName: 'kubernetes', now: new Date('2049-06-01T00:00:00Z') });
    expect(new X509Certificate(late.certificate).validToDate.toISOString()).toBe('2059-05-30T00:00:00.000Z');
  });
});

describe('issueClientCertificate', () => {
  const authority = issueAuthority({ commonName: 'kubernetes', now });

  it('names the user and the groups, for client authentication only', () => {
    const issued = issueClientCertificate({ authority, user: 'system:node:n1', groups: ['system:nodes', 'züge'], now });
    const certificate = new X509Certificate(issued.certificate);
    expect(decodeName(subjectOf(issued.certificate))).toEqual({
      commonName: 'system:node:n1',
      organizations: ['system:nodes', 'züge'],
    });
    expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.2']);
    expect(certificate.ca).toBe(false);
    expect(certificate.checkIssued(new X509Certificate(authority.certificate))).toBe(true);
    expect(certificate.verify(new X509Certificate(authority.certificate).publicKey)).toBe(true);
    expect(certificate.checkPrivateKey(createPrivateKey(issued.key))).toBe(true);
  });

  it('never outlives the authority', () => {
    const issued = issueClientCertificate({ authority, user: 'u', now: new Date('2035-12-01T00:00:00Z') });
    const end = new X509Certificate(authority.certificate).validToDate;
    expect(new X509Certificate(issued.certificate).validToDate).toEqual(end);
  });

  it('keeps a private key that it is given', () => {
    const first = issueClientCertificate({ authority, user: 'u', now });
    expect(issueClientCertificate({ authority, user: 'u', now, key: first.key }).key).toBe(first.key);
  });
});

describe('issueServingCertificate', () => {
  const authority = issueAuthority({ commonName: 'kubernetes', now });
  const hosts = ['kubernetes.default.svc', 'localhost', '127.0.0.1', '::1', 'fe80::1:2', '::ffff:10.0.0.1'];

  it.each(hosts)('is good for %s', (host) => {
    const issued = issueServingCertificate({ authority, commonName: 'kube-apiserver', hosts, now });
    const certificate = new X509Certificate(issued.certificate);
    const found = host.includes(':') || host === '127.0.0.1' ? certificate.checkIP(host) : certificate.checkHost(host);
    expect(found).toBe(host);
  });

  it('is accepted by OpenSSL in its strict mode', () => {
    const issued = issueServingCertificate({ authority, commonName: 'kube-apiserver', hosts, now: new Date() });
    const real = issueAuthority({ commonName: 'kubernetes', now: new Date() });
    const client = issueClientCertificate({ authority: real, user: 'u', groups: ['g'], now: new Date() });
    writeFileSync(join(directory, 'ca.crt'), real.certificate);
    writeFileSync(join(directory, 'client.crt'), client.certificate);
    expect(belongTogether(issued)).toBe(true);
    const verdict = execFileSync(
      'openssl',
      ['verify', '-x509_strict', '-purpose', 'sslclient', '-CAfile', 'ca.crt', 'client.crt'],
      { cwd: directory, encoding: 'utf8' },
    );
    expect(verdict).toContain('client.crt: OK');
  });

  it('carries a TLS connection in which both sides verify each other', async () => {
    const real = issueAuthority({ commonName: 'kubernetes', now: new Date() });
    const serving = issueServingCertificate({
      authority: real,
      commonName: 's',
      hosts: ['localhost'],
      now: new Date(),
    });
    const client = issueClientCertificate({ authority: real, user: 'jane', now: new Date() });
    const server = createServer({
      cert: serving.certificate,
      key: serving.key,
      ca: real.certificate,
      requestCert: true,
    });
    const peer = new Promise<string>((resolve) => {
      server.on('secureConnection', (socket: TLSSocket) => {
        resolve(String(socket.getPeerCertificate().subject.CN));
        socket.end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const socket = connect({
      port,
      host: '127.0.0.1',
      servername: 'localhost',
      ca: real.certificate,
      cert: client.certificate,
      key: client.key,
    });
    expect(await peer).toBe('jane');
    socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
});

describe('signCertificateRequest', () => {
  const authority = issueAuthority({ commonName: 'kubernetes', now });
  const request = (...args: string[]) => {
    execFileSync('openssl', ['req', '-new', '-nodes', '-keyout', 'r.key', '-out', 'r.csr', ...args], {
      cwd: directory,
      stdio: 'pipe',
    });
    return readFileSync(join(directory, 'r.csr'), 'utf8');
  };
  const subject = '/O=system:nodes/CN=system:node:n1';

  it.each([
    ['an EC key', ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256']],
    ['an RSA key', ['-newkey', 'rsa:2048']],
    ['an Ed25519 key', ['-newkey', 'ed25519']],
  ])('answers a request with %s', (_name, key) => {
    const csr = request(...key, '-subj', subject, '-addext', 'subjectAltName=DNS:n1,IP:10.0.0.1');
    const certificate = signCertificateRequest({
      authority,
      request: readCertificateRequest(csr),
      keyUsages: ['digital signature', 'server auth'],
      now,
      lifetime: 3600_000,
    });
    expect(decodeName(subjectOf(certificate))).toEqual({
      commonName: 'system:node:n1',
      organizations: ['system:nodes'],
    });
    expect(alternativeNamesOf(certificate)).toEqual({ dnsNames: ['n1'], addresses: ['10.0.0.1'] });
    const issued = new X509Certificate(certificate);
    expect(issued.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
    expect(issued.validToDate).toEqual(new Date(now.getTime() + 3600_000));
    expect(issued.checkPrivateKey(createPrivateKey(readFileSync(join(directory, 'r.key'))))).toBe(true);
  });

  it('refuses a request whose signature is by another key', () => {
    const csr = request('-newkey', 'ed25519', '-subj', subject);
    const der = Buffer.from(csr.replaceAll(/-----.*-----|\s/g, ''), 'base64');
    const [info, algorithm] = readElements(readElement(der).content);
    const forged = sequence(info?.raw ?? der, algorithm?.raw ?? der, bitString(Buffer.alloc(64, 7)));
    expect(() => readCertificateRequest(pem('CERTIFICATE REQUEST', forged))).toThrow('does not fit its key');
  });

  it.each([
    ['no PEM', 'hello'],
    ['a certificate', authority.certificate],
    ['nonsense in PEM', pem('CERTIFICATE REQUEST', Buffer.from('nonsense'))],
    ['a cut-off request', pem('CERTIFICATE REQUEST', Buffer.from('3082010030', 'hex'))],
  ])('refuses %s', (_name, text) => {
    expect(() => readCertificateRequest(text)).toThrow(CertificateRequestError);
  });

  it('never dies on damaged requests, whatever byte is wrong', () => {
    const csr = request('-newkey', 'ed25519', '-subj', subject, '-addext', 'subjectAltName=DNS:n1');
    const der = Buffer.from(csr.replaceAll(/-----.*-----|\s/g, ''), 'base64');
    for (let position = 0; position < der.length; position++) {
      const damaged = Buffer.from(der);
      damaged.writeUInt8(damaged.readUInt8(position) ^ 0x55, position);
      expect(() => readCertificateRequest(pem('CERTIFICATE REQUEST', damaged))).toThrow(CertificateRequestError);
    }
  });
});

describe('issueCertificate', () => {
  it('refuses to sign with a key of a kind it does not know', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const template = { subject: { commonName: 'x', organizations: [] }, publicKey, usages: ['authority'] } as const;
    expect(() => issueCertificate({ ...template, notBefore: now, notAfter: now }, { selfSigned: privateKey })).toThrow(
      'must be ec or rsa',
    );
  });
});
