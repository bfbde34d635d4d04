/** Making certificate requests (PKCS #10, RFC 2986): how a component asks for a certificate for a key that it keeps. */
import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { type AlternativeNames, encodeAlternativeNames, hasNames } from './alternative-names.ts';
import { EXTENSION_REQUEST, SUBJECT_ALT_NAME } from './certificate-request.ts';
import { pem, signatureAlgorithm } from './certificate.ts';
import { bitString, context, integer, octetString, oid, sequence, set } from './der-writer.ts';
import { type DistinguishedName, encodeName } from './distinguished-name.ts';

export interface BuildRequestOptions {
  readonly subject: DistinguishedName;
  /** The private key (EC or RSA) that the certificate is to be for, in PEM. It does not become part of the request. */
  readonly key: string;
  /** @default none */
  readonly names?: AlternativeNames;
}

/** The request, in PEM. */
export function buildCertificateRequest({ subject, key, names }: BuildRequestOptions): string {
  const privateKey = createPrivateKey(key);
  const info = sequence(
    integer(0),
    encodeName(subject),
    createPublicKey(privateKey).export({ type: 'spki', format: 'der' }),
    // Implicit SET: there also when it is empty.
    context(0, names !== undefined && hasNames(names) ? requestForNames(names) : Buffer.alloc(0), {
      constructed: true,
    }),
  );
  const signature = bitString(sign('sha256', info, privateKey));
  return pem('CERTIFICATE REQUEST', sequence(info, signatureAlgorithm(privateKey), signature));
}

function requestForNames(names: AlternativeNames): Buffer {
  const extension = sequence(oid(SUBJECT_ALT_NAME), octetString(encodeAlternativeNames(names)));
  return sequence(oid(EXTENSION_REQUEST), set(sequence(extension)));
}
