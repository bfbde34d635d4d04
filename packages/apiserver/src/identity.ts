/** Who is who and who may do what: authenticators and authorizers, fed from the cache. */
import { readFile } from 'node:fs/promises';
import { Nodes, Pods, Secrets, ServiceAccounts } from '@wherry/api/core-v1';
import { starting, type Clock, type Running } from '@wherry/component';
import { createAuthenticator, HEALTH_PATHS, type Authenticator } from './auth/authenticate.ts';
import { alwaysAllowPaths, privilegedGroups, union, type Authorizer } from './auth/authorize.ts';
import { bootstrapTokenAuthenticator } from './auth/bootstrap-token.ts';
import { readSigningKey, readVerificationKey } from './auth/jwt.ts';
import { createNodeAuthorizer } from './auth/node-authorizer.ts';
import { createRbacAuthorizer } from './auth/rbac/rbac-authorizer.ts';
import { createRuleResolver } from './auth/rbac/rule-resolver.ts';
import { serviceAccountAuthenticator } from './auth/service-account-authenticator.ts';
import type { IssuerLookup } from './auth/service-account-token.ts';
import { unionTokens } from './auth/token-authenticator.ts';
import { cachedTokens } from './auth/token-cache.ts';
import { parseTokenFile, tokenFileAuthenticator } from './auth/token-file.ts';
import type { Identity } from './handlers/api.ts';
import { startNodeRelations } from './lookups/node-relations.ts';
import type { ObjectLookup } from './lookups/object-lookup.ts';
import { startPolicySource } from './lookups/policy-source.ts';
import type { WatchCache } from './storage/cache/watch-cache.ts';

export interface IdentityOptions {
  readonly cache: WatchCache;
  readonly lookup: ObjectLookup;
  readonly clock: Clock;
  /** The private key (PEM) that signs service-account tokens. */
  readonly serviceAccountKey: string;
  readonly issuer: string;
  /** Empty: the issuer. */
  readonly audiences: readonly string[];
  readonly tokenAuthFile?: string;
}

export interface IdentityService extends Running {
  readonly identity: Identity;
  readonly authenticator: Authenticator;
  readonly authorizer: Authorizer;
}

/** @throws TokenFileError */
export function startIdentity(options: IdentityOptions): Promise<IdentityService> {
  return starting(async (own) => {
    const { cache, lookup, clock } = options;
    const audiences = options.audiences.length === 0 ? [options.issuer] : options.audiences;
    const tokens = cachedTokens(
      unionTokens([
        ...(await tokenFile(options, audiences)),
        serviceAccountAuthenticator({
          issuers: [options.issuer],
          keys: [readVerificationKey(options.serviceAccountKey)],
          lookup: accountLookup(lookup, 'find'),
          clock,
        }),
        bootstrapTokenAuthenticator({
          secret: (name) => lookup.find(Secrets, { namespace: 'kube-system', name }),
          clock,
          audiences,
        }),
      ]),
      { clock },
    );
    const resolver = createRuleResolver(own(await startPolicySource({ cache, lookup })));
    const authorizer = union(
      alwaysAllowPaths([...HEALTH_PATHS, '/livez/*', '/readyz/*', '/healthz/*']),
      privilegedGroups,
      createNodeAuthorizer(own(await startNodeRelations(cache))),
      createRbacAuthorizer(resolver),
    );
    const issuer = {
      issuer: options.issuer,
      key: readSigningKey(options.serviceAccountKey),
      audiences,
      // A token is for the object that has the name now: with the uid of one before, it would never be good.
      lookup: accountLookup(lookup, 'live'),
      clock,
    };
    return {
      identity: { tokens, audiences, issuer, resolver },
      authenticator: createAuthenticator({ tokens, audiences, requestHeaderNames: ['front-proxy-client'], clock }),
      authorizer,
    };
  });
}

async function tokenFile({ tokenAuthFile }: IdentityOptions, audiences: readonly string[]) {
  if (tokenAuthFile === undefined) return [];
  const users = parseTokenFile(await readFile(tokenAuthFile, 'utf8'), tokenAuthFile);
  return [tokenFileAuthenticator(users, { audiences })];
}

function accountLookup(lookup: ObjectLookup, how: 'find' | 'live'): IssuerLookup {
  return {
    serviceAccount: (namespace, name) => lookup[how](ServiceAccounts, { namespace, name }),
    pod: (namespace, name) => lookup[how](Pods, { namespace, name }),
    secret: (namespace, name) => lookup[how](Secrets, { namespace, name }),
    node: (name) => lookup[how](Nodes, { namespace: '', name }),
  };
}
