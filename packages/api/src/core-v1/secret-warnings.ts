/** What the writer of a Secret should know although it is accepted: that a key and a certificate do not fit. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Secret } from './secret.ts';
import { quote } from '../encoding/quote.ts';

const PEM_BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----\r?\n[\s\S]*?-----END \1-----/g;

/** Texts for `Warning:` headers, in the words of Go's TLS library. */
export function secretWarnings({ data = {}, type }: Readonly<Secret>): string[] {
  if (type !== 'kubernetes.io/tls') {
    return [];
  }
  const [certificate, key] = [data['tls.crt'], data['tls.key']].map((text = '') =>
    Buffer.from(text, 'base64').toString('latin1'),
  );
  const problem = keyPairProblem(certificate ?? '', key ?? '');
  return problem === undefined ? [] : [problem];
}

function keyPairProblem(certificatePem: string, keyPem: string): string | undefined {
  const certificates = blocksOf(certificatePem);
  const [leaf] = certificates.filter(({ label }) => label === 'CERTIFICATE');
  if (leaf === undefined) {
    return missingCertificate(certificates.map(({ label }) => label));
  }
  const keys = blocksOf(keyPem);
  const key = keys.find(({ label }) => label === 'PRIVATE KEY' || label.endsWith(' PRIVATE KEY'));
  if (key === undefined) {
    return missingKey(keys.map(({ label }) => label));
  }
  const parsedCertificate = attempt(() => new X509Certificate(leaf.text));
  if (parsedCertificate === undefined) {
    return 'x509: malformed certificate';
  }
  const parsedKey = attempt(() => createPrivateKey(key.text));
  return parsedKey === undefined ? 'tls: failed to parse private key' : mismatch(parsedCertificate, parsedKey);
}

function mismatch(certificate: X509Certificate, key: KeyObject): string | undefined {
  if (certificate.checkPrivateKey(key)) {
    return undefined;
  }
  return certificate.publicKey.asymmetricKeyType === key.asymmetricKeyType
    ? 'tls: private key does not match public key'
    : 'tls: private key type does not match public key type';
}

function missingCertificate(skipped: readonly string[]): string {
  if (skipped.length === 0) {
    return 'tls: failed to find any PEM data in certificate input';
  }
  if (skipped.length === 1 && skipped[0]?.endsWith('PRIVATE KEY')) {
    return 'tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched';
  }
  const list = `[${skipped.join(' ')}]`;
  return `tls: failed to find ${quote('CERTIFICATE')} PEM block in certificate input after skipping PEM blocks of the following types: ${list}`;
}

function missingKey(skipped: readonly string[]): string {
  if (skipped.length === 0) {
    return 'tls: failed to find any PEM data in key input';
  }
  if (skipped.length === 1 && skipped[0] === 'CERTIFICATE') {
    return 'tls: found a certificate rather than a key in the PEM for the private key';
  }
  const list = `[${skipped.join(' ')}]`;
  return `tls: failed to find PEM block with type ending in ${quote('PRIVATE KEY')} in key input after skipping PEM blocks of the following types: ${list}`;
}

function blocksOf(pem: string): { label: string; text: string }[] {
  return [...pem.matchAll(PEM_BLOCK)].map(([text, label = '']) => ({ label, text }));
}

function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
