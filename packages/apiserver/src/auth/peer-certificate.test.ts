import { createPublicKey, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  type CertifiedKey,
  element,
  issueAuthority,
  issueCertificate,
  issueClientCertificate,
  issueServingCertificate,
  newCertificateKey,
  oid,
  sequence,
  set,
  TAG,
  utf8String,
} from '@wherry/pki';
import { judgePeer, type ShownCertificate, shownChain } from './peer-certificate.ts';

const now = new Date('2026-03-01T12:00:00Z');
const authority = issueAuthority({ commonName: 'kubernetes', now });
const frontProxy = issueAuthority({ commonName: 'front-proxy-ca', now });
const stranger = issueAuthority({ commonName: 'kubernetes', now });
const authorities = { client: authority.certificate, requestHeader: frontProxy.certificate };
const der = ({ certificate }: CertifiedKey) => new X509Certificate(certificate).raw;
const client = (signer: CertifiedKey, lifetime = 3600_000) =>
  issueClientCertificate({ authority: signer, user: 'jane', groups: ['devs', 'ops'], now, lifetime });

describe('shownChain', () => {
  it('follows the issuers until one has issued itself', () => {
    const [own, root] = [der(client(authority)), der(authority)];
    const end: { raw: Buffer; issuerCertificate?: ShownCertificate } = { raw: root };
    end.issuerCertificate = end;
    expect(shownChain({ raw: own, issuerCertificate: end })).toEqual([own, root]);
    expect(shownChain({ raw: own })).toEqual([own]);
    expect(shownChain({})).toEqual([]);
  });
});

describe('judgePeer', () => {
  it('reads the user, the groups and the fingerprint', () => {
    const certificate = client(authority);
    const peer = judgePeer([der(certificate)], authorities, now);
    const fingerprint = new X509Certificate(certificate.certificate).fingerprint256.replaceAll(':', '').toLowerCase();
    expect(peer).toEqual({
      commonName: 'jane',
      isFrontProxy: false,
      notAfter: new Date('2026-03-01T13:00:00Z'),
      user: {
        name: 'jane',
        groups: ['devs', 'ops', 'system:authenticated'],
        extra: { 'authentication.kubernetes.io/credential-id': [`X509SHA256=${fingerprint}`] },
      },
    });
  });

  it('knows no user without a certificate', () => {
    expect(judgePeer([], authorities, now)).toBeUndefined();
  });

  it('tells front proxies from users', () => {
    const peer = judgePeer([der(client(frontProxy))], authorities, now);
    expect(peer?.isFrontProxy).toBe(true);
    expect(peer?.user).toBeUndefined();
  });

  it.each<[string, CertifiedKey, string]>([
    ['an unknown authority of the same name', client(stranger), 'certificate signed by unknown authority'],
    ['a certificate that has ended', client(authority, -1000), 'certificate has expired or is not yet valid'],
    [
      'a certificate for servers',
      issueServingCertificate({ authority, commonName: 'jane', hosts: ['x'], now }),
      'certificate specifies an incompatible key usage',
    ],
  ])('has a problem with %s', (_name, certificate, why) => {
    const peer = judgePeer([der(certificate)], authorities, now);
    expect(peer?.user).toBeUndefined();
    expect(peer?.problem).toBe(`verifying certificate of "jane" failed: ${why}`);
  });

  describe('with intermediates', () => {
    const key = newCertificateKey();
    const dates = { notBefore: new Date(now.getTime() - 1000), notAfter: new Date(now.getTime() + 7200_000) };
    const intermediate = (usages: ['authority'] | ['client']): CertifiedKey => ({
      key,
      certificate: issueCertificate(
        { subject: { commonName: 'between', organizations: [] }, publicKey: createPublicKey(key), usages, ...dates },
        authority,
      ),
    });

    it('follows the chain to the authority', () => {
      const between = intermediate(['authority']);
      expect(judgePeer([der(client(between)), der(between)], authorities, now)?.user?.name).toBe('jane');
      expect(judgePeer([der(client(between))], authorities, now)?.user).toBeUndefined();
    });

    it('follows nobody who is no authority', () => {
      const between = intermediate(['client']);
      expect(judgePeer([der(client(between)), der(between)], authorities, now)?.user).toBeUndefined();
    });
  });

  it('takes no user from a certificate without a common name', () => {
    const certificate = issueClientCertificate({ authority, user: '', groups: ['system:masters'], now });
    const peer = judgePeer([der(certificate)], authorities, now);
    expect(peer).toEqual({ commonName: '', isFrontProxy: false, notAfter: expect.any(Date) });
  });

  it('reads a uid from the subject', () => {
    // A subject with the uid attribute, spliced into a certificate by issuing under a name that has it.
    const attribute = set(sequence(oid('1.3.6.1.4.1.57683.2'), utf8String('u-1')));
    const name = element(TAG.sequence, set(sequence(oid('2.5.4.3'), utf8String('jane'))), attribute);
    expect(name.includes(Buffer.from('u-1'))).toBe(true);
    const certificate = withSubject(name);
    expect(judgePeer([der(certificate)], authorities, now)?.user?.uid).toBe('u-1');
    const twice = element(TAG.sequence, set(sequence(oid('2.5.4.3'), utf8String('jane'))), attribute, attribute);
    expect(judgePeer([der(withSubject(twice))], authorities, now)?.problem).toContain(
      'expected 1 UID, but found multiple',
    );
  });
});

/** A client certificate of `authority` with this subject, in DER. */
function withSubject(subject: Buffer): CertifiedKey {
  const key = newCertificateKey();
  const dates = { notBefore: new Date(now.getTime() - 1000), notAfter: new Date(now.getTime() + 1000) };
  const template = { subject, publicKey: createPublicKey(key), usages: ['client'] as const, ...dates };
  return { key, certificate: issueCertificate(template, authority) };
}
