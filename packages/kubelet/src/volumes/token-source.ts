/** Tokens of service accounts for pods, asked for when they are needed and renewed when most of their life is over. */
import { millisecondsOf, parseTime } from '@wherry/api';
import type { TokenRequest } from '@wherry/api/authentication-v1';
import { ServiceAccounts, type Pod, type ServiceAccountTokenProjection } from '@wherry/api/core-v1';
import type { Client } from '@wherry/client';
import type { Clock } from '@wherry/component';

interface Token {
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly endsAt: number;
  /** Milliseconds since 1970. */
  readonly renewAt: number;
}

const DEFAULT_SECONDS = 3607;
/** A token is renewed after this part of its life, and after a day at the latest. */
const RENEW_AFTER = 0.8;
const RENEW_AFTER_MS = 24 * 3600 * 1000;

export function createTokenSource({ client, clock }: { readonly client: Pick<Client, 'post'>; readonly clock: Clock }) {
  const tokens = new Map<string, Token>();
  return async ({ metadata, spec }: Readonly<Pod>, request: ServiceAccountTokenProjection): Promise<string> => {
    const { name: podName = '', namespace = '', uid = '' } = metadata;
    const { audience = '', expirationSeconds = DEFAULT_SECONDS } = request;
    const key = [uid, audience, expirationSeconds].join('/');
    const now = clock.now().getTime();
    const known = tokens.get(key);
    if (known !== undefined && now < known.renewAt) return known.text;
    for (const [each, { endsAt }] of tokens) if (endsAt < now) tokens.delete(each);
    const target = { namespace, name: spec.serviceAccountName ?? 'default', subresource: 'token' };
    const body = {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      spec: {
        audiences: audience === '' ? [] : [audience],
        expirationSeconds,
        boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name: podName, uid },
      },
    };
    try {
      const { status } = await client.post<TokenRequest>(ServiceAccounts, target, body);
      const ends = status.expirationTimestamp;
      const life = ends === null ? 0 : millisecondsOf(parseTime(ends)) - now;
      const renewAt = now + Math.min(life * RENEW_AFTER, RENEW_AFTER_MS);
      tokens.set(key, { text: status.token, endsAt: now + life, renewAt });
      return status.token;
    } catch (error) {
      // An old one is good until it ends.
      if (known === undefined || known.endsAt <= now) throw error;
      return known.text;
    }
  };
}
