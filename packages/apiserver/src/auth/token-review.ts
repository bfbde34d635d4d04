/** Reviews of identity: whose token is this (TokenReview), and who am I (SelfSubjectReview). */
import { badRequest, internalError } from '@wherry/api';
import { type TokenAuthenticator, TokenError, type TokenIdentity } from './token-authenticator.ts';
import { type ApiUserInfo, toApiUser, type UserInfo } from './user.ts';

export interface TokenReviewSpec {
  readonly token?: string;
  readonly audiences?: readonly string[];
}

export interface TokenReviewStatus {
  authenticated?: boolean;
  user?: ApiUserInfo;
  audiences?: string[];
  error?: string;
}

/**
 * Answers a TokenReview.
 *
 * @throws StatusError: 400 without a token.
 */
export async function reviewToken(
  { token = '', audiences = [] }: TokenReviewSpec,
  { tokens, audiences: apiAudiences }: { tokens: TokenAuthenticator; audiences: readonly string[] },
): Promise<TokenReviewStatus> {
  if (token === '') throw badRequest('token is required for TokenReview in authentication');
  const asked = audiences.length === 0 ? apiAudiences : audiences;
  const outcome = await identify(token, { tokens, asked });
  if ('error' in outcome) return { error: outcome.error };
  return { authenticated: true, user: toApiUser(outcome.user), audiences: [...outcome.audiences] };
}

/** Answers a SelfSubjectReview. */
export function reviewSelf(user: UserInfo): { userInfo: ApiUserInfo } {
  return { userInfo: toApiUser(user) };
}

async function identify(
  token: string,
  { tokens, asked }: { tokens: TokenAuthenticator; asked: readonly string[] },
): Promise<TokenIdentity | { error: string }> {
  // A token never contains spaces; what comes after one would not be sent in a header either.
  const [bare = ''] = token.trim().split(' ');
  try {
    return (await tokens.authenticate(bare, asked)) ?? { error: 'invalid bearer token' };
  } catch (error) {
    if (error instanceof TokenError) return { error: error.message };
    throw internalError(error instanceof Error ? error : new Error(String(error)));
  }
}
