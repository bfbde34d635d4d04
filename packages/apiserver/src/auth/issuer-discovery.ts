/**
 * How others verify service-account tokens by themselves: the discovery document and the public keys (KEP-1393, OpenID
 * Connect Discovery 1.0, RFC 7517).
 */
import { type VerificationKey } from './jwt.ts';

export const ISSUER_DISCOVERY_PATH = '/.well-known/openid-configuration';
export const KEYS_PATH = '/openid/v1/jwks';

/** The document under `ISSUER_DISCOVERY_PATH`, served as application/json. */
export interface IssuerDiscovery {
  readonly issuer: string;
  readonly jwks_uri: string;
  readonly response_types_supported: readonly string[];
  readonly subject_types_supported: readonly string[];
  readonly id_token_signing_alg_values_supported: readonly string[];
}

/** Builds the document. `keysUrl` is where `KEYS_PATH` can be reached by those who verify. */
export function issuerDiscovery({
  issuer,
  keysUrl,
  keys,
}: {
  issuer: string;
  keysUrl: string;
  keys: readonly VerificationKey[];
}): IssuerDiscovery {
  return {
    issuer,
    jwks_uri: keysUrl,
    response_types_supported: ['id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: [...new Set(keys.map(({ algorithm }) => algorithm))].toSorted(),
  };
}

/** The public keys under `KEYS_PATH`, served as application/jwk-set+json. */
export function jsonWebKeySet(keys: readonly VerificationKey[]): { keys: Record<string, unknown>[] } {
  return {
    keys: keys.map(({ id, algorithm, publicKey }) => {
      const { kty, ...parts } = publicKey.export({ format: 'jwk' });
      return { use: 'sig', kty, kid: id, alg: algorithm, ...parts };
    }),
  };
}
