/** Certificates in PEM, as in a request's `status.certificate`. */
import { X509Certificate } from 'node:crypto';
import { quote } from '../encoding/quote.ts';
import { pemBlocks } from './pem-blocks.ts';

/** What is wrong with issued certificates, base64 of PEM blocks; undefined if nothing, or if there are none. */
export function certificateProblem(certificate: string): string | undefined {
  if (certificate === '') return undefined;
  const blocks = pemBlocks(Buffer.from(certificate, 'base64').toString('utf8'));
  for (const { type, hasHeaders, base64 } of blocks) {
    if (type !== 'CERTIFICATE') return `only CERTIFICATE PEM blocks are allowed, found ${quote(type)}`;
    if (hasHeaders) return 'no PEM block headers are permitted';
    if (!isCertificate(base64)) return 'x509: malformed certificate';
  }
  return blocks.length === 0 ? 'must contain at least one CERTIFICATE PEM block' : undefined;
}

/** Whether base64 of PEM blocks holds a certificate at all, as bundles of authorities must. */
export function holdsCertificate(bundle: string): boolean {
  return pemBlocks(Buffer.from(bundle, 'base64').toString('utf8')).some(
    ({ type, hasHeaders, base64 }) => type === 'CERTIFICATE' && !hasHeaders && isCertificate(base64),
  );
}

function isCertificate(base64: string): boolean {
  try {
    // The constructor reads the whole certificate; there is no function that only looks.
    return new X509Certificate(Buffer.from(base64, 'base64')).raw.length > 0;
  } catch {
    return false;
  }
}
