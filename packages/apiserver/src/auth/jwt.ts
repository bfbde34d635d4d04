/**
 * Signed JSON Web Tokens in their compact form (RFC 7515, RFC 7519), as far as service accounts need them: RS256 and
 * ES256. The algorithm is a property of the key; a token's header cannot choose one that the key is not for.
 */
import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';

export type JwtAlgorithm = 'RS256' | 'ES256';

/** A public key that tokens may be signed by. */
export interface VerificationKey {
  /** base64url(SHA-256(SubjectPublicKeyInfo)), as Kubernetes names its keys. */
  readonly id: string;
  readonly algorithm: JwtAlgorithm;
  readonly publicKey: KeyObject;
}

export interface SigningKey extends VerificationKey {
  readonly privateKey: KeyObject;
}

/** Text that is not a token, or one that is not signed by the right key. */
export class JwtError extends Error {
  override name = 'JwtError';
}

/** A token taken apart. Nothing in it can be trusted before `verifyJwt`. */
export interface UnverifiedJwt {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
  /** What is signed. */
  readonly content: string;
  readonly signature: Buffer;
}

/** Longer tokens are refused before anything is computed of them. */
const LONGEST_TOKEN = 32 * 1024;

/** Reads a private key in PEM. */
export function readSigningKey(pem: string): SigningKey {
  const privateKey = createPrivateKey(pem);
  return { ...readVerificationKey(pem), privateKey };
}

/**
 * Reads a public key in PEM (or takes the public half of a private one).
 *
 * @throws JwtError when tokens cannot be signed with keys of its kind.
 */
export function readVerificationKey(pem: string): VerificationKey {
  const publicKey = createPublicKey(pem);
  const der = publicKey.export({ type: 'spki', format: 'der' });
  const id = createHash('sha256').update(der).digest('base64url');
  if (publicKey.asymmetricKeyType === 'rsa') return { id, algorithm: 'RS256', publicKey };
  if (publicKey.asymmetricKeyDetails?.namedCurve === 'prime256v1') return { id, algorithm: 'ES256', publicKey };
  throw new JwtError('Cannot sign tokens with this key: must be RSA or P-256');
}

/** Signs claims; the work is done off the event loop. */
export function signJwt(claims: object, key: SigningKey): Promise<string> {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const content = `${encode({ alg: key.algorithm, kid: key.id })}.${encode(claims)}`;
  return new Promise((resolve, reject) => {
    sign('sha256', Buffer.from(content), { key: key.privateKey, dsaEncoding: 'ieee-p1363' }, (error, signature) => {
      if (error) reject(error);
      else resolve(`${content}.${signature.toString('base64url')}`);
    });
  });
}

/**
 * Takes a token apart.
 *
 * @returns undefined when the text is no signed token at all.
 */
export function parseJwt(token: string): UnverifiedJwt | undefined {
  if (token.length > LONGEST_TOKEN) return undefined;
  const [header, claims, signature, ...more] = token.split('.');
  if (header === undefined || claims === undefined || signature === undefined || more.length > 0) return undefined;
  const parts = { header: readPart(header), claims: readPart(claims), signature: strictBase64url(signature) };
  if (parts.header === undefined || parts.claims === undefined || parts.signature === undefined) return undefined;
  return { header: parts.header, claims: parts.claims, signature: parts.signature, content: `${header}.${claims}` };
}

/**
 * Checks the signature.
 *
 * @throws JwtError when none of the keys fits.
 */
export function verifyJwt({ header, content, signature }: UnverifiedJwt, keys: readonly VerificationKey[]): void {
  // An extension that must be understood, and is not.
  if (header['crit'] !== undefined) throw new JwtError('the token asks for extensions that are not supported');
  const fitting = keys.filter(
    ({ id, algorithm }) => header['alg'] === algorithm && (header['kid'] === undefined || header['kid'] === id),
  );
  const isSigned = fitting.some(({ publicKey }) =>
    verify('sha256', Buffer.from(content), { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature),
  );
  if (!isSigned) throw new JwtError('the token is not signed by a known key');
}

function readPart(encoded: string): Record<string, unknown> | undefined {
  const bytes = strictBase64url(encoded);
  if (bytes === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

// Only one spelling of the bytes counts, so that a token cannot be altered and stay the same.
function strictBase64url(encoded: string): Buffer | undefined {
  const bytes = Buffer.from(encoded, 'base64url');
  return bytes.toString('base64url') === encoded ? bytes : undefined;
}

/** Whether a value is a JSON object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
