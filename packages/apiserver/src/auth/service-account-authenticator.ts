/**
 * Recognising service accounts by their tokens. A good signature is not enough: the service account, and the Pod,
 * Secret or Node that the token is bound to, must still be there, and be the same ones.
 */
import { type Clock } from '@wherry/component';
import { JwtError, parseJwt, type VerificationKey, verifyJwt } from './jwt.ts';
import {
  type KubernetesClaims,
  type ObjectClaim,
  readServiceAccountClaims,
  type ServiceAccountClaims,
} from './service-account-claims.ts';
import { serviceAccountGroups, serviceAccountUser } from './service-account-name.ts';
import { TokenError, type TokenAuthenticator } from './token-authenticator.ts';
import { CREDENTIAL_ID_KEY, type UserInfo } from './user.ts';

/** An object that a token may be bound to, as far as it is read here. */
export interface BoundObject {
  readonly metadata: { readonly uid?: string; readonly deletionTimestamp?: string };
}

/**
 * Looks objects up. It must know every object that a client has been told of: where a cache does not have one, ask
 * the storage, because a token may come to this server before the news of its Pod does.
 */
export interface BoundObjectLookup {
  serviceAccount(namespace: string, name: string): Promise<BoundObject | undefined>;
  pod(namespace: string, name: string): Promise<BoundObject | undefined>;
  secret(namespace: string, name: string): Promise<BoundObject | undefined>;
  node(name: string): Promise<BoundObject | undefined>;
}

export interface ServiceAccountAuthenticatorOptions {
  /** Whose tokens are accepted; the first is the one that issues. */
  readonly issuers: readonly string[];
  readonly keys: readonly VerificationKey[];
  readonly lookup: BoundObjectLookup;
  readonly clock: Pick<Clock, 'now'>;
}

/** Clocks may differ by this much; so long do deleted objects count, too. */
const LEEWAY = 60_000;

/** Recognises the tokens that `createServiceAccountToken` makes. Tokens of other issuers are not its business. */
export function serviceAccountAuthenticator(options: ServiceAccountAuthenticatorOptions): TokenAuthenticator {
  const { issuers, keys, lookup, clock } = options;
  return {
    async authenticate(token, asked) {
      const parsed = parseJwt(token);
      if (parsed === undefined || !issuers.some((issuer) => issuer === parsed.claims['iss'])) return undefined;
      try {
        verifyJwt(parsed, keys);
      } catch (error) {
        throw error instanceof JwtError ? new TokenError('invalid bearer token', { cause: error }) : error;
      }
      const claims = readServiceAccountClaims(parsed.claims);
      if (claims === undefined) throw new TokenError('service account token claims could not be validated');
      const audiences = asked.filter((audience) => claims.aud.includes(audience));
      if (audiences.length === 0) {
        throw new TokenError(`token audiences ${list(claims.aud)} is invalid for the target audiences ${list(asked)}`);
      }
      checkTimes(claims, clock.now());
      await checkObjects(claims['kubernetes.io'], { lookup, now: clock.now() });
      return { user: userOf(claims), audiences, expiresAt: new Date(claims.exp * 1000) };
    },
  };
}

function checkTimes({ exp, nbf, iat }: ServiceAccountClaims, now: Date): void {
  const time = now.getTime();
  if (time - LEEWAY > exp * 1000) throw new TokenError('service account token has expired');
  if (time + LEEWAY < nbf * 1000) throw new TokenError('service account token is not valid yet');
  if (time + LEEWAY < iat * 1000) throw new TokenError('service account token is issued in the future');
}

async function checkObjects(
  { namespace, serviceaccount, pod, secret, node }: KubernetesClaims,
  { lookup, now }: { lookup: BoundObjectLookup; now: Date },
): Promise<void> {
  const account = await lookup.serviceAccount(namespace, serviceaccount.name);
  if (account === undefined) throw new TokenError(`serviceaccounts ${JSON.stringify(serviceaccount.name)} not found`);
  if (account.metadata.uid !== serviceaccount.uid) {
    const what = `service account UID (${account.metadata.uid ?? ''}) does not match claim (${serviceaccount.uid ?? ''})`;
    throw new TokenError(what);
  }
  if (isGone(account, now))
    throw new TokenError(`service account ${namespace}/${serviceaccount.name} has been deleted`);
  if (secret !== undefined)
    checkBound('secret', { claim: secret, found: await lookup.secret(namespace, secret.name), now });
  if (pod !== undefined) checkBound('pod', { claim: pod, found: await lookup.pod(namespace, pod.name), now });
  // With a Pod, the node only tells where it ran.
  else if (node !== undefined) checkBound('node', { claim: node, found: await lookup.node(node.name), now });
}

function checkBound(
  kind: 'pod' | 'secret' | 'node',
  { claim, found, now }: { claim: ObjectClaim; found: BoundObject | undefined; now: Date },
): void {
  if (found === undefined) throw new TokenError('service account token has been invalidated');
  if (found.metadata.uid !== claim.uid) {
    const uids = `(${found.metadata.uid ?? ''}) does not match service account ${kind} ref claim (${claim.uid ?? ''})`;
    throw new TokenError(`${kind} UID ${uids}`);
  }
  if (isGone(found, now)) throw new TokenError('service account token has been invalidated');
}

// A Pod that is shutting down may still need to speak: the timestamp lies in the future until its grace is over.
function isGone({ metadata }: BoundObject, now: Date): boolean {
  return metadata.deletionTimestamp !== undefined && Date.parse(metadata.deletionTimestamp) < now.getTime() - LEEWAY;
}

function userOf(claims: ServiceAccountClaims): UserInfo {
  const { namespace, serviceaccount, pod, node } = claims['kubernetes.io'];
  const extra: Record<string, string[]> = {};
  const tell = (key: string, value: string | undefined) => {
    if (value !== undefined && value !== '') extra[key] = [value];
  };
  if (pod !== undefined) {
    tell('authentication.kubernetes.io/pod-name', pod.name);
    tell('authentication.kubernetes.io/pod-uid', pod.uid);
  }
  tell(CREDENTIAL_ID_KEY, claims.jti === undefined ? undefined : `JTI=${claims.jti}`);
  if (node !== undefined) {
    tell('authentication.kubernetes.io/node-name', node.name);
    tell('authentication.kubernetes.io/node-uid', node.uid);
  }
  return {
    name: serviceAccountUser({ namespace, name: serviceaccount.name }),
    ...(serviceaccount.uid === undefined ? {} : { uid: serviceaccount.uid }),
    groups: serviceAccountGroups(namespace),
    extra,
  };
}

function list(audiences: readonly string[]): string {
  return `[${audiences.map((audience) => JSON.stringify(audience)).join(' ')}]`;
}
