/**
 * What a service account's token says (KEP-1205 and KEP-4193): whose it is, for whom, how long, and to which object
 * it is bound.
 */
import { randomUUID } from 'node:crypto';
import { isRecord } from './jwt.ts';
import { serviceAccountUser } from './service-account-name.ts';

/** An object that a token names: when it goes, so does the token. */
export interface ObjectClaim {
  readonly name: string;
  readonly uid?: string;
}

export interface ServiceAccountClaims {
  readonly iss: string;
  readonly sub: string;
  readonly aud: readonly string[];
  /** Seconds since the epoch, as all times here. */
  readonly exp: number;
  readonly nbf: number;
  readonly iat: number;
  /** Identifies this very token. */
  readonly jti?: string;
  readonly 'kubernetes.io': KubernetesClaims;
}

export interface KubernetesClaims {
  readonly namespace: string;
  readonly serviceaccount: ObjectClaim;
  readonly pod?: ObjectClaim;
  readonly secret?: ObjectClaim;
  readonly node?: ObjectClaim;
  /** From then on the use of the token is remarked upon: the kubelet should have replaced it. */
  readonly warnafter?: number;
}

export interface ClaimsOptions {
  readonly issuer: string;
  readonly audiences: readonly string[];
  readonly now: Date;
  readonly expirationSeconds: number;
  readonly warnAfterSeconds?: number;
  readonly kubernetes: Omit<KubernetesClaims, 'warnafter'>;
}

/** The claims of a new token. */
export function serviceAccountClaims(options: ClaimsOptions): ServiceAccountClaims {
  const { issuer, audiences, now, expirationSeconds, warnAfterSeconds, kubernetes } = options;
  const { namespace, node, pod, secret, serviceaccount } = kubernetes;
  const seconds = Math.floor(now.getTime() / 1000);
  return {
    aud: audiences,
    exp: seconds + expirationSeconds,
    iat: seconds,
    iss: issuer,
    jti: randomUUID(),
    'kubernetes.io': {
      namespace,
      ...(node === undefined ? {} : { node }),
      ...(pod === undefined ? {} : { pod }),
      ...(secret === undefined ? {} : { secret }),
      serviceaccount,
      ...(warnAfterSeconds === undefined ? {} : { warnafter: seconds + warnAfterSeconds }),
    },
    nbf: seconds,
    sub: serviceAccountUser({ namespace, name: serviceaccount.name }),
  };
}

/** Reads claims, or gives undefined when they are not those of a service account. */
export function readServiceAccountClaims(claims: Readonly<Record<string, unknown>>): ServiceAccountClaims | undefined {
  const { iss, sub, exp, nbf, iat, jti } = claims;
  const kubernetes = readKubernetesClaims(claims['kubernetes.io']);
  const aud = readAudiences(claims['aud']);
  if (typeof iss !== 'string' || typeof sub !== 'string' || typeof exp !== 'number') return undefined;
  if (typeof nbf !== 'number' || typeof iat !== 'number' || kubernetes === undefined || aud === undefined)
    return undefined;
  if (jti !== undefined && typeof jti !== 'string') return undefined;
  return { iss, sub, aud, exp, nbf, iat, ...(jti === undefined ? {} : { jti }), 'kubernetes.io': kubernetes };
}

function readKubernetesClaims(value: unknown): KubernetesClaims | undefined {
  if (!isRecord(value) || typeof value['namespace'] !== 'string') return undefined;
  const serviceaccount = readObjectClaim(value['serviceaccount']);
  const { warnafter } = value;
  if (serviceaccount === undefined || (warnafter !== undefined && typeof warnafter !== 'number')) return undefined;
  const bound: { pod?: ObjectClaim; secret?: ObjectClaim; node?: ObjectClaim } = {};
  for (const kind of ['pod', 'secret', 'node'] as const) {
    if (value[kind] === undefined) continue;
    const object = readObjectClaim(value[kind]);
    // A binding that cannot be read must not become a token that is bound to nothing.
    if (object === undefined) return undefined;
    bound[kind] = object;
  }
  return { namespace: value['namespace'], serviceaccount, ...bound, ...(warnafter === undefined ? {} : { warnafter }) };
}

function readObjectClaim(value: unknown): ObjectClaim | undefined {
  if (!isRecord(value) || typeof value['name'] !== 'string') return undefined;
  const { name, uid } = value;
  if (uid !== undefined && typeof uid !== 'string') return undefined;
  return { name, ...(uid === undefined ? {} : { uid }) };
}

function readAudiences(value: unknown): readonly string[] | undefined {
  if (typeof value === 'string') return [value];
  const isList = Array.isArray(value) && value.every((item: unknown): item is string => typeof item === 'string');
  return isList ? value : undefined;
}
