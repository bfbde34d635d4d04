/**
 * Making X.509 certificates (RFC 5280). Node verifies certificates but cannot issue them; this is the missing part,
 * for the few shapes that a cluster needs: authorities, clients, servers.
 */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  randomBytes,
  sign,
  X509Certificate,
} from 'node:crypto';
import {
  type AlternativeNames,
  decodeAlternativeNames,
  encodeAlternativeNames,
  hasNames,
} from './alternative-names.ts';
import { expectBits, expectTag, readElement, readElements, readOid } from './der-reader.ts';
import { bitString, boolean, context, integer, nothing, octetString, oid, sequence, TAG, time } from './der-writer.ts';
import { type DistinguishedName, encodeName } from './distinguished-name.ts';
import { keyUsageExtensions } from './key-usage.ts';

/** A certificate and its private key, both in PEM. */
export interface CertifiedKey {
  readonly certificate: string;
  readonly key: string;
}

/** The shapes of certificates that a cluster needs. */
export type CertificateUsage = 'authority' | 'client' | 'server';

const KEY_USAGES: Readonly<Record<CertificateUsage, readonly string[]>> = {
  authority: ['digital signature', 'key encipherment', 'cert sign', 'crl sign'],
  client: ['digital signature', 'key encipherment', 'client auth'],
  server: ['digital signature', 'key encipherment', 'server auth'],
};

export interface CertificateTemplate {
  /** A name, or one in DER for subjects with further attributes. */
  readonly subject: DistinguishedName | Buffer;
  readonly publicKey: KeyObject;
  /** Shapes, of which the certificate has all usages; or the usages, as a CertificateSigningRequest words them. */
  readonly usages: readonly CertificateUsage[] | { readonly keyUsages: readonly string[] };
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly names?: AlternativeNames;
}

const SUBJECT_KEY_ID = '2.5.29.14';
const SUBJECT_ALT_NAME = '2.5.29.17';

/**
 * Issues a certificate.
 *
 * @param issuer who signs; the template's own key for a self-signed authority.
 * @returns the certificate in PEM.
 * @throws KeyUsageError for usages that mean nothing.
 */
export function issueCertificate(
  template: CertificateTemplate,
  issuer: CertifiedKey | { selfSigned: KeyObject },
): string {
  const { key, name, keyId } =
    'selfSigned' in issuer
      ? { key: issuer.selfSigned, name: subjectOfTemplate(template), keyId: keyIdOf(template.publicKey) }
      : issuerOf(issuer);
  const algorithm = signatureAlgorithm(key);
  const body = sequence(
    context(0, integer(2), { constructed: true }),
    integer(serialNumber()),
    algorithm,
    name,
    sequence(time(template.notBefore), time(template.notAfter)),
    subjectOfTemplate(template),
    template.publicKey.export({ type: 'spki', format: 'der' }),
    context(3, extensionsOf(template, keyId), { constructed: true }),
  );
  return pem('CERTIFICATE', sequence(body, algorithm, bitString(sign('sha256', body, key))));
}

/** Wraps DER as PEM under this label. */
export function pem(label: string, der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

function subjectOfTemplate({ subject }: CertificateTemplate): Buffer {
  return Buffer.isBuffer(subject) ? subject : encodeName(subject);
}

function extensionsOf(template: CertificateTemplate, issuerKeyId: Buffer): Buffer {
  const { usages, names } = template;
  const isAuthority = !('keyUsages' in usages) && usages.includes('authority');
  const words = 'keyUsages' in usages ? usages.keyUsages : usages.flatMap((usage) => KEY_USAGES[usage]);
  const { bits, extended } = keyUsageExtensions(words);
  return sequence(
    ...(bits === undefined ? [] : [extension('2.5.29.15', bits, { critical: true })]),
    ...(extended.length > 0 ? [extension('2.5.29.37', sequence(...extended.map(oid)))] : []),
    extension('2.5.29.19', isAuthority ? sequence(boolean(true)) : sequence(), { critical: true }),
    ...(isAuthority ? [extension(SUBJECT_KEY_ID, octetString(keyIdOf(template.publicKey)))] : []),
    extension('2.5.29.35', sequence(context(0, issuerKeyId, { constructed: false }))),
    ...(names !== undefined && hasNames(names) ? [extension(SUBJECT_ALT_NAME, encodeAlternativeNames(names))] : []),
  );
}

function extension(type: string, value: Buffer, { critical = false } = {}): Buffer {
  return sequence(oid(type), ...(critical ? [boolean(true)] : []), octetString(value));
}

function issuerOf({ certificate, key }: CertifiedKey): { key: KeyObject; name: Buffer; keyId: Buffer } {
  const parsed = new X509Certificate(certificate);
  const { subject, extensions } = partsOf(parsed.raw);
  const keyId = extensions.get(SUBJECT_KEY_ID);
  return {
    key: createPrivateKey(key),
    name: subject,
    keyId: keyId === undefined ? keyIdOf(parsed.publicKey) : readElement(keyId).content,
  };
}

/** The raw subject, and the values of the extensions by their identifier. */
function partsOf(certificate: Buffer): { subject: Buffer; extensions: ReadonlyMap<string, Buffer> } {
  const [body] = readElements(expectTag(readElement(certificate), TAG.sequence));
  const fields = readElements(expectTag(body, TAG.sequence)).filter(({ tag }) => tag !== 0xa0);
  const subject = fields[4];
  const list = fields.find(({ tag }) => tag === 0xa3);
  const extensions = new Map<string, Buffer>();
  for (const item of list === undefined ? [] : readElements(readElement(list.content).content)) {
    const parts = readElements(expectTag(item, TAG.sequence));
    extensions.set(readOid(expectTag(parts[0], TAG.oid)), expectTag(parts.at(-1), TAG.octetString));
  }
  expectTag(subject, TAG.sequence);
  return { subject: subject?.raw ?? Buffer.alloc(0), extensions };
}

/** SHA-1 of the key's bits, the usual key identifier (RFC 5280 4.2.1.2, method 1). */
function keyIdOf(publicKey: KeyObject): Buffer {
  const [, bits] = readElements(readElement(publicKey.export({ type: 'spki', format: 'der' })).content);
  return createHash('sha1').update(expectBits(bits)).digest();
}

/** The algorithm by which this key signs, in DER. @throws Error for keys that are neither EC nor RSA */
export function signatureAlgorithm(key: KeyObject): Buffer {
  if (key.asymmetricKeyType === 'ec') return sequence(oid('1.2.840.10045.4.3.2'));
  if (key.asymmetricKeyType === 'rsa') return sequence(oid('1.2.840.113549.1.1.11'), nothing());
  throw new Error(`Cannot sign certificates with a key of type ${key.asymmetricKeyType}: must be ec or rsa`);
}

/** 127 random bits: positive, and of constant length, because the second-highest bit is set. */
function serialNumber(): Buffer {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes;
}

/** The subject of a certificate in PEM, in DER. */
export function subjectOf(certificate: string): Buffer {
  return partsOf(new X509Certificate(certificate).raw).subject;
}

/** The host names and addresses that a certificate in PEM is good for. */
export function alternativeNamesOf(certificate: string): AlternativeNames {
  const names = partsOf(new X509Certificate(certificate).raw).extensions.get(SUBJECT_ALT_NAME);
  return names === undefined ? { dnsNames: [], addresses: [] } : decodeAlternativeNames(names);
}

/** Whether this key belongs to this certificate; false also when either cannot be read. */
export function belongTogether({ certificate, key }: CertifiedKey): boolean {
  try {
    const inCertificate = new X509Certificate(certificate).publicKey;
    return createPublicKey(key).equals(inCertificate);
  } catch {
    return false;
  }
}
