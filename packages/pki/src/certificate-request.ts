/**
 * Certificate requests (PKCS #10, RFC 2986): reading and verifying what a component or a user asks for. The kubelet
 * asks for its own certificates this way.
 */
import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { type AlternativeNames, decodeAlternativeNames } from './alternative-names.ts';
import { DerError, type DerElement, expectBits, expectTag, readElement, readElements, readOid } from './der-reader.ts';
import { TAG } from './der-writer.ts';
import { decodeName, type DistinguishedName } from './distinguished-name.ts';

/** What is asked for. The signature has been checked: the asker has the private key. */
export interface CertificateRequest {
  readonly subject: DistinguishedName;
  readonly publicKey: KeyObject;
  readonly names: AlternativeNames;
}

/** A request that cannot be honoured whoever sends it. */
export class CertificateRequestError extends Error {
  override name = 'CertificateRequestError';
}

const HASHES: Readonly<Record<string, string | null>> = {
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
  '1.3.101.112': null, // Ed25519 hashes by itself
};
export const EXTENSION_REQUEST = '1.2.840.113549.1.9.14';
export const SUBJECT_ALT_NAME = '2.5.29.17';

/**
 * Reads a request in PEM and checks its signature.
 *
 * @throws CertificateRequestError when it is malformed or not signed by the key it contains.
 */
export function readCertificateRequest(pemText: string): CertificateRequest {
  try {
    return readDer(derOf(pemText));
  } catch (error) {
    if (error instanceof CertificateRequestError) throw error;
    throw new CertificateRequestError('The certificate request cannot be read', { cause: error });
  }
}

function derOf(pemText: string): Buffer {
  const match =
    /-----BEGIN (?:NEW )?CERTIFICATE REQUEST-----([\sA-Za-z0-9+/=]+)-----END (?:NEW )?CERTIFICATE REQUEST-----/.exec(
      pemText,
    );
  if (match?.[1] === undefined) {
    throw new CertificateRequestError('PEM block type must be CERTIFICATE REQUEST');
  }
  return Buffer.from(match[1], 'base64');
}

function readDer(der: Buffer): CertificateRequest {
  const [info, algorithm, signature] = readElements(expectTag(readElement(der), TAG.sequence));
  const [, subject, key, ...attributes] = readElements(expectTag(info, TAG.sequence));
  if (info === undefined || subject === undefined || key === undefined) throw new DerError('Fields are missing');
  const publicKey = createPublicKey({ key: key.raw, type: 'spki', format: 'der' });
  const [algorithmId] = readElements(expectTag(algorithm, TAG.sequence));
  const hash = HASHES[readOid(expectTag(algorithmId, TAG.oid))];
  if (hash === undefined) throw new CertificateRequestError('The signature algorithm of the request is not supported');
  if (!verify(hash, info.raw, publicKey, expectBits(signature))) {
    throw new CertificateRequestError('The signature of the request does not fit its key');
  }
  return { subject: decodeName(subject.raw), publicKey, names: requestedNames(attributes) };
}

function requestedNames(attributes: readonly DerElement[]): AlternativeNames {
  const list = attributes.find(({ tag }) => tag === 0xa0);
  for (const attribute of list === undefined ? [] : readElements(list.content)) {
    const [type, values] = readElements(expectTag(attribute, TAG.sequence));
    if (readOid(expectTag(type, TAG.oid)) !== EXTENSION_REQUEST) continue;
    for (const extension of readElements(readElement(expectTag(values, TAG.set)).content)) {
      const parts = readElements(expectTag(extension, TAG.sequence));
      if (readOid(expectTag(parts[0], TAG.oid)) === SUBJECT_ALT_NAME) {
        return decodeAlternativeNames(expectTag(parts.at(-1), TAG.octetString));
      }
    }
  }
  return { dnsNames: [], addresses: [] };
}
