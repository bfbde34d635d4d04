/** How others verify the tokens of service accounts: the issuer's discovery document and its keys. */
import { ISSUER_DISCOVERY_PATH, issuerDiscovery, jsonWebKeySet, KEYS_PATH } from '../auth/issuer-discovery.ts';
import type { VerificationKey } from '../auth/jwt.ts';
import { send } from '../handlers/send.ts';
import type { Route } from './route.ts';

export interface IssuerOptions {
  /** What tokens name as their issuer. */
  readonly issuer: string;
  /** The URL of the keys, as those who verify can reach it. */
  readonly keysUrl: string;
  readonly keys: readonly VerificationKey[];
}

const headers = { 'Cache-Control': 'public, max-age=3600' };

export function issuerRoutes(options: IssuerOptions): Route[] {
  const discovery = JSON.stringify(issuerDiscovery(options));
  const keys = JSON.stringify(jsonWebKeySet(options.keys));
  return [
    {
      pattern: ISSUER_DISCOVERY_PATH,
      answer: (exchange) => send(exchange, discovery, { contentType: 'application/json', headers }),
    },
    {
      pattern: KEYS_PATH,
      answer: (exchange) => send(exchange, keys, { contentType: 'application/jwk-set+json', headers }),
    },
  ];
}
