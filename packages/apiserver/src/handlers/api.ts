/** What the handlers of resources work with. */
import type { Clock, Log } from '@wherry/component';
import type { Authorizer } from '../auth/authorize.ts';
import type { RuleResolver } from '../auth/rbac/rule-resolver.ts';
import type { TokenIssuer } from '../auth/service-account-token.ts';
import type { TokenAuthenticator } from '../auth/token-authenticator.ts';
import type { Outward } from '../connections/outward.ts';
import type { OwnClient } from '../registry/own-client.ts';
import type { RegistryContext } from '../registry/context.ts';
import type { Directory } from '../registry/directory.ts';
import type { WatchCache } from '../storage/cache/watch-cache.ts';
import type { IndexedFields } from './selection.ts';

export interface Api {
  readonly registry: RegistryContext;
  /** The registry as the server itself uses it. */
  readonly client: OwnClient;
  readonly cache: WatchCache;
  readonly indexed: IndexedFields;
  readonly directory: Directory;
  readonly authorizer: Authorizer;
  readonly identity: Identity;
  /** The way to what is behind this server. */
  readonly outward: Outward;
  readonly clock: Clock;
  readonly log: Log;
  /** How long a watch lives at least when the client does not say. */
  readonly minWatchSeconds: number;
  /** Aborted when the server stops: watches end. */
  readonly stopping: AbortSignal;
}

/** What reviews and token requests are answered from. */
export interface Identity {
  readonly tokens: TokenAuthenticator;
  /** The audiences of this server. */
  readonly audiences: readonly string[];
  readonly issuer: TokenIssuer;
  readonly resolver: RuleResolver;
}
