/**
 * Remembers for a moment who a token stands for, so that a busy client's token is not verified on every request. A
 * token that is revoked (its pod deleted, say) works for that moment longer, as in Kubernetes; one that expires does
 * not. The cache holds no tokens, only keyed hashes of them.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { type Clock } from '@wherry/component';
import { type TokenAuthenticator, type TokenIdentity } from './token-authenticator.ts';

export interface TokenCacheOptions {
  readonly clock: Pick<Clock, 'now'>;
  /** Milliseconds; Kubernetes' 10 seconds unless told. */
  readonly lifetime?: number;
  /** The most recently used tokens are kept, up to this number. */
  readonly size?: number;
}

interface Entry {
  readonly identity: TokenIdentity;
  readonly until: number;
}

/** The same authenticator with a memory. Refusals are not remembered. */
export function cachedTokens(
  inner: TokenAuthenticator,
  { clock, lifetime = 10_000, size = 4096 }: TokenCacheOptions,
): TokenAuthenticator {
  const secret = randomBytes(32);
  const entries = new Map<string, Entry>();
  const underway = new Map<string, Promise<TokenIdentity | undefined>>();

  const remember = (key: string, identity: TokenIdentity) => {
    const until = Math.min(clock.now().getTime() + lifetime, identity.expiresAt?.getTime() ?? Infinity);
    entries.set(key, { identity, until });
    const oldest = entries.keys().next();
    if (entries.size > size && oldest.done !== true) entries.delete(oldest.value);
  };
  const recall = (key: string): TokenIdentity | undefined => {
    const entry = entries.get(key);
    if (entry === undefined) return undefined;
    entries.delete(key);
    if (entry.until <= clock.now().getTime()) return undefined;
    // A Map keeps the order of insertion: what is used moves to the end.
    entries.set(key, entry);
    return entry.identity;
  };
  const ask = async (key: string, token: string, audiences: readonly string[]) => {
    try {
      const identity = await inner.authenticate(token, audiences);
      if (identity !== undefined) remember(key, identity);
      return identity;
    } finally {
      underway.delete(key);
    }
  };

  return {
    authenticate(token, audiences) {
      const key = createHmac('sha256', secret)
        .update(JSON.stringify([token, audiences]))
        .digest('base64');
      const known = recall(key);
      if (known !== undefined) return Promise.resolve(known);
      const asked = underway.get(key) ?? ask(key, token, audiences);
      underway.set(key, asked);
      return asked;
    },
  };
}
