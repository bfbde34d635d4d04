/** How others verify the tokens of service accounts: the issuer's discovery document and its keys. */
import { ISSUER_DISCOVERY_PATH, issuerDiscovery, jsonWebKeySet, KEYS_PATH } from '../auth/issuer-discovery.ts';
import type { VerificationKey } from '../auth/jwt.ts';
import { send } from '../handlers/send.ts';
import type { Route, ServerAddress } from './route.ts';

export interface IssuerOptions {
  /** What tokens name as their issuer. */
  readonly issuer: string;
  readonly keys: readonly VerificationKey[];
}

const headers = { 'Cache-Control': 'public, max-age=3600' };

/** @param options.serverAddress host and port at which those who verify reach this server */
export function issuerRoutes({ issuer, keys, serverAddress }: IssuerOptions & ServerAddress): Route[] {
  const discovery = () => issuerDiscovery({ issuer, keys, keysUrl: `https://${serverAddress()}${KEYS_PATH}` });
  const keySet = JSON.stringify(jsonWebKeySet(keys));
  return [
    {
      pattern: ISSUER_DISCOVERY_PATH,
      answer: (exchange) => send(exchange, JSON.stringify(discovery()), { contentType: 'application/json', headers }),
    },
    {
      pattern: KEYS_PATH,
      answer: (exchange) => send(exchange, keySet, { contentType: 'application/jwk-set+json', headers }),
    },
  ];
}
