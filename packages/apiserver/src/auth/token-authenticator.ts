/** What all kinds of bearer tokens have in common: who a token stands for, and for which audiences. */
import { formatAggregate } from './authorize.ts';
import { asAuthenticated, type UserInfo } from './user.ts';

/** Who a token stands for. */
export interface TokenIdentity {
  readonly user: UserInfo;
  /** Those of the asked audiences that the token is meant for. */
  readonly audiences: readonly string[];
  /** The identity must not be used from then on. */
  readonly expiresAt?: Date;
}

/** Recognises one kind of tokens. */
export interface TokenAuthenticator {
  /**
   * @param audiences at least one of these must be a purpose of the token.
   * @returns undefined when the token is not of this kind, or of nobody.
   * @throws TokenError when it is of this kind and must be refused.
   */
  authenticate(token: string, audiences: readonly string[]): Promise<TokenIdentity | undefined>;
}

/** A token that was recognised and refused. The message may be shown to the one who sent it. */
export class TokenError extends Error {
  override name = 'TokenError';
}

/** Asks the authenticators in order until one knows the token. */
export function unionTokens(authenticators: readonly TokenAuthenticator[]): TokenAuthenticator {
  return {
    async authenticate(token, audiences) {
      const errors: Error[] = [];
      for (const authenticator of authenticators) {
        try {
          const identity = await authenticator.authenticate(token, audiences);
          if (identity !== undefined) return { ...identity, user: asAuthenticated(identity.user) };
        } catch (error) {
          errors.push(error instanceof Error ? error : new Error(String(error)));
        }
      }
      if (errors.length === 0) return undefined;
      throw new TokenError(formatAggregate(errors.map(({ message }) => message)), { cause: errors[0] });
    },
  };
}

/**
 * The audiences of a token that says nothing of audiences: it is meant for the apiserver.
 *
 * @returns undefined when somebody else is asked about.
 */
export function apiAudiences(asked: readonly string[], api: readonly string[]): readonly string[] | undefined {
  const common = asked.filter((audience) => api.includes(audience));
  return common.length === 0 ? undefined : common;
}
