/** Puts the registry together: what is served, what claims keys beside its objects, what admission says. */
import { Services } from '@wherry/api/core-v1';
import type { Clock, Log } from '@wherry/component';
import { admissionChain } from '../admission/admission.ts';
import { admissionPlugins } from '../admission/plugins.ts';
import type { Authorizer } from '../auth/authorize.ts';
import type { RuleResolver } from '../auth/rbac/rule-resolver.ts';
import type { ObjectLookup } from '../lookups/object-lookup.ts';
import type { IpRange } from '../services/ip-range.ts';
import type { PortRange } from '../services/port-range.ts';
import { serviceClaims } from '../services/service-claims.ts';
import type { WatchCache } from '../storage/cache/watch-cache.ts';
import type { Storage } from '../storage/storage.ts';
import { builtInDirectory } from './built-in.ts';
import type { RegistryContext } from './context.ts';
import type { Directory } from './directory.ts';
import { asKubeObject } from './object-text.ts';
import { ownClient, type OwnClient } from './own-client.ts';

export interface RegistryParts {
  readonly storage: Storage;
  readonly cache: WatchCache;
  readonly lookup: ObjectLookup;
  readonly authorizer: Authorizer;
  readonly resolver: RuleResolver;
  /** The addresses and ports of Services. */
  readonly services: { readonly ranges: readonly IpRange[]; readonly ports: PortRange };
  readonly clock: Clock;
  readonly log: Log;
}

export interface BuiltRegistry {
  readonly registry: RegistryContext;
  readonly directory: Directory;
  /** For the objects that the server itself keeps. */
  readonly client: OwnClient;
}

export function buildRegistry(parts: RegistryParts): BuiltRegistry {
  const { storage, cache, lookup, authorizer, resolver, services, clock, log } = parts;
  const claims = serviceClaims({
    ranges: () => services.ranges,
    ports: services.ports,
    exists: (key) => cache.get(key) !== undefined,
    clock,
    random: Math.random,
  });
  const directory = builtInDirectory(new Map([[Services, claims]]));
  const known = {
    get(key: string) {
      const entry = cache.get(key);
      return entry === undefined ? undefined : { key, revision: entry.revision, object: asKubeObject(entry.object) };
    },
  };
  const plugins = admissionPlugins({
    lookup,
    authorizer,
    resolver,
    fresh: () => cache.fresh(),
    update: (...given) => client.update(...given),
    clock,
    random: Math.random,
  });
  const registry = { storage, known, admission: admissionChain(plugins), clock, log };
  const client = ownClient({ registry, directory, lookup });
  return { registry, directory, client };
}
