import { execFileSync } from 'node:child_process';
import { createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { alternativeNamesOf } from './certificate.ts';
import { readCertificateRequest } from './certificate-request.ts';
import { buildCertificateRequest } from './build-certificate-request.ts';
import { CERTIFICATE_LIFETIME, issueAuthority, newCertificateKey, signCertificateRequest } from './issue.ts';

const now = new Date('2026-03-01T12:00:00Z');
const subject = { commonName: 'system:node:n1', organizations: ['system:nodes'] };
const names = {
  dnsNames: ['n1'],
  addresses: ['172.30.0.11', 'fd00:0:0:0:0:0:0:1'],
  emailAddresses: ['a@example.com'],
  uris: ['spiffe://cluster/n1'],
};
const rsa = () =>
  generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

describe('buildCertificateRequest', () => {
  it.each([
    ['an EC key and names', newCertificateKey(), names],
    ['an RSA key and names', rsa(), names],
    ['no names', newCertificateKey(), undefined],
  ])('makes what is read as the same, for %s', (_, key, asked) => {
    const request = readCertificateRequest(
      buildCertificateRequest({ subject, key, ...(asked === undefined ? {} : { names: asked }) }),
    );
    expect(request.subject).toEqual(subject);
    expect(request.names).toEqual(asked ?? { dnsNames: [], addresses: [] });
  });

  it('makes what OpenSSL verifies', () => {
    const input = buildCertificateRequest({ subject, key: newCertificateKey(), names });
    const text = execFileSync('openssl', ['req', '-verify', '-noout', '-text'], {
      input,
      encoding: 'utf8',
      stdio: 'pipe',
    });
    expect(text).toContain('DNS:n1, email:a@example.com, URI:spiffe://cluster/n1, IP Address:172.30.0.11');
    expect(text).toMatch(/Subject: O ?= ?system:nodes, CN ?= ?system:node:n1/);
  });
});

describe('signCertificateRequest', () => {
  const authority = issueAuthority({ commonName: 'kubernetes', now });
  const sign = (keyUsages: readonly string[], lifetime = 3600_000) => {
    const key = newCertificateKey();
    const request = readCertificateRequest(buildCertificateRequest({ subject, key, names }));
    const certificate = signCertificateRequest({ authority, request, keyUsages, now, lifetime });
    expect(new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key))).toBe(true);
    return certificate;
  };
  const printed = (certificate: string): string =>
    execFileSync('openssl', ['x509', '-noout', '-text'], { input: certificate, encoding: 'utf8' });

  it('keeps all names, and states just the usages', () => {
    const certificate = sign(['digital signature', 'decipher only', 's/mime', 'client auth', 'netscape sgc']);
    expect(alternativeNamesOf(certificate)).toEqual(names);
    const text = printed(certificate);
    expect(text).toMatch(/Key Usage: critical\n\s+Digital Signature, Decipher Only\n/);
    expect(text).toMatch(/Extended Key Usage:\s+\n?\s*E-mail Protection, TLS Web Client Authentication, Netscape/);
    expect(text).toContain('CA:FALSE');
  });

  it('leaves the key usage out when only extended usages are asked for', () => {
    expect(printed(sign(['client auth']))).not.toContain('Key Usage: critical');
  });

  it('refuses words that mean nothing', () => {
    expect(() => sign(['digital signature', 'world domination'])).toThrow(
      'unrecognized usage values: ["world domination"]',
    );
  });

  it.each([
    ['a short life begins now', 3600_000, '2026-03-01T13:00:00.000Z'],
    ['a long life includes the backdating', CERTIFICATE_LIFETIME, '2027-03-01T11:55:00.000Z'],
    ['no life is longer than that of the authority', 20 * CERTIFICATE_LIFETIME, '2036-02-27T12:00:00.000Z'],
  ])('%s', (_, lifetime, end) => {
    expect(new X509Certificate(sign(['client auth'], lifetime)).validToDate.toISOString()).toBe(end);
  });
});
