/** The apiserver without its listener, over memory storage: for tests of what happens between a request and the store. */
import { generateKeyPairSync } from 'node:crypto';
import { ServiceAccounts } from '@wherry/api/core-v1';
import type { KubeObject, Resource } from '@wherry/api/resources';
import { decodeJson } from '@wherry/api/schema';
import { fakeClock, silentLog, starting, type FakeClock, type Running } from '@wherry/component';
import { MASTERS_GROUP, type UserInfo } from '../auth/user.ts';
import { runBootstrap } from '../bootstrap/run-bootstrap.ts';
import { startIdentity, type IdentityService } from '../identity.ts';
import { fieldIndexes } from '../indexes.ts';
import { objectLookup, type ObjectLookup, type ObjectName } from '../lookups/object-lookup.ts';
import { buildRegistry, type BuiltRegistry } from '../registry/build-registry.ts';
import type { WriteRequest } from '../registry/context.ts';
import { createObject } from '../registry/create.ts';
import { deleteObject } from '../registry/delete.ts';
import { asKubeObject } from '../registry/object-text.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import { mainRules, updateObject, type UpdateRules } from '../registry/update.ts';
import { ipRange } from '../services/ip-range.ts';
import { parsePortRange } from '../services/port-range.ts';
import { startWatchCache, type WatchCache } from '../storage/cache/watch-cache.ts';
import { createMemoryStorage } from '../storage/memory/memory-storage.ts';
import type { Storage } from '../storage/storage.ts';

export const SERVICE_RANGE = '10.96.0.0/16';

export interface TestRegistryOptions {
  /** Another registry's, for a second server on the same store. @default an empty one */
  readonly storage?: Storage;
  readonly clock?: FakeClock;
}

/** Who asks, and how. */
export interface TestRequest {
  /** @default an administrator */
  readonly user?: UserInfo;
  readonly subresource?: string;
  readonly dryRun?: boolean;
}

export interface TestRegistry extends BuiltRegistry, Running {
  readonly storage: Storage;
  readonly cache: WatchCache;
  readonly lookup: ObjectLookup;
  readonly clock: FakeClock;
  readonly identity: IdentityService;
  /** Texts of the warnings that requests have got. */
  readonly warnings: string[];
  readonly served: (resource: Resource) => ServedResource;
  /** Creates an object as a client does; the namespace is in its metadata. */
  readonly create: <T extends KubeObject>(resource: Resource<T>, object: object, request?: TestRequest) => Promise<T>;
  /** Changes an object as a client does; `change` gets a copy and returns the new state. */
  readonly update: <T extends KubeObject>(
    resource: Resource<T>,
    name: ObjectName,
    change: (object: T) => object,
    request?: TestRequest & { readonly rules?: UpdateRules },
  ) => Promise<T>;
  readonly delete: (resource: Resource, name: ObjectName, request?: TestRequest) => Promise<void>;
}

export const administrator: UserInfo = { name: 'admin', groups: [MASTERS_GROUP, 'system:authenticated'], extra: {} };

/** Starts it with the objects that every cluster has, and with the account `default` in the namespace `default`. */
export function startTestRegistry(options: TestRegistryOptions = {}): Promise<TestRegistry> {
  const { storage = createMemoryStorage(), clock = fakeClock() } = options;
  return starting(async (own) => {
    const log = silentLog;
    const cache = own(await startWatchCache({ storage, clock, log, indexes: fieldIndexes }));
    const lookup = objectLookup({ cache, storage });
    const identity = own(
      await startIdentity({ cache, lookup, clock, serviceAccountKey, issuer: 'https://test', audiences: [] }),
    );
    const built = buildRegistry({
      storage,
      cache,
      lookup,
      authorizer: identity.authorizer,
      resolver: identity.identity.resolver,
      services: { ranges: [ipRange(SERVICE_RANGE)], ports: parsePortRange('30000-32767') },
      clock,
      log,
    });
    await runBootstrap({ client: built.client, clock, log, serviceCidrs: [SERVICE_RANGE] });
    const client = clientOf(built, cache);
    const account = { namespace: 'default', name: 'default' };
    // No controller makes it here, and a pod waits for its account.
    if ((await lookup.find(ServiceAccounts, account)) === undefined)
      await client.create(ServiceAccounts, { metadata: account });
    return { ...built, storage, cache, lookup, clock, identity, ...client };
  });
}

const serviceAccountKey = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString();

type ClientPart = Pick<TestRegistry, 'warnings' | 'served' | 'create' | 'update' | 'delete'>;

/** Every write is seen by the cache before it is answered, so that a test can go on from it. */
function clientOf({ registry, directory }: BuiltRegistry, cache: WatchCache): ClientPart {
  const warnings: string[] = [];
  const served = ({ group, version, plural }: Resource): ServedResource => {
    const found = directory.find({ group, version, resource: plural });
    if (found === undefined) throw new Error(`${plural} are not served`);
    return found;
  };
  const requestFor = (resource: Resource, given: TestRequest & { readonly namespace: string }): WriteRequest => {
    const { namespace, user = administrator, subresource = '', dryRun = false } = given;
    return { served: served(resource), namespace, user, subresource, dryRun, warn: (text) => warnings.push(text) };
  };
  // Objects of a resource have its type.
  const typed = <T extends KubeObject>(object: object): T => asKubeObject(object) as T;
  return {
    warnings,
    served,
    async create(resource, object, given) {
      const decoded = typed<KubeObject>(decodeJson(resource.schema, object).value);
      const request = requestFor(resource, { ...given, namespace: decoded.metadata.namespace ?? '' });
      const { object: created } = await createObject(registry, { request, object: decoded });
      await cache.fresh();
      return typed(created);
    },
    async update(resource, { namespace, name }, change, given = {}) {
      const request = requestFor(resource, { ...given, namespace });
      const { object: updated } = await updateObject(registry, {
        request,
        name,
        rules: given.rules ?? mainRules(request.served),
        change: (old) => typed(decodeJson(resource.schema, change(typed(structuredClone(old)))).value),
      });
      await cache.fresh();
      return typed(updated);
    },
    async delete(resource, { namespace, name }, given) {
      await deleteObject(registry, { request: requestFor(resource, { ...given, namespace }), name, options: {} });
      await cache.fresh();
    },
  };
}
