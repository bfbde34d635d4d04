/** The registry as the server itself uses it, for the objects that it keeps: no HTTP, no authorization, same rules. */
import { decodeJson } from '@wherry/api/schema';
import type { KubeObject, Resource } from '@wherry/api/resources';
import type { UserInfo } from '../auth/user.ts';
import type { ObjectLookup, ObjectName } from '../lookups/object-lookup.ts';
import type { RegistryContext, WriteRequest } from './context.ts';
import { createObject } from './create.ts';
import { deleteObject } from './delete.ts';
import type { Directory } from './directory.ts';
import { asKubeObject } from './object-text.ts';
import { mainRules, statusRules, updateObject } from './update.ts';

/** Who the server is to itself. */
const SELF: UserInfo = { name: 'system:apiserver', groups: ['system:masters'], extra: {} };

export interface OwnClient extends Pick<ObjectLookup, 'find' | 'list'> {
  /** @throws StatusError, 409 AlreadyExists among them */
  create<T extends KubeObject>(resource: Resource<T>, object: object): Promise<T>;
  /** Changes an object; `change` gets a copy and returns the new state. @throws StatusError */
  update<T extends KubeObject>(
    resource: Resource<T>,
    name: ObjectName,
    change: (object: T) => T,
    part?: 'main' | 'status',
  ): Promise<T>;
  /** @throws StatusError */
  delete(resource: Resource, name: ObjectName): Promise<void>;
}

export interface OwnClientOptions {
  readonly registry: RegistryContext;
  readonly directory: Directory;
  readonly lookup: ObjectLookup;
}

export function ownClient({ registry, directory, lookup }: OwnClientOptions): OwnClient {
  const requestFor = (resource: Resource, namespace: string): WriteRequest => {
    const served = directory.find({ group: resource.group, version: resource.version, resource: resource.plural });
    if (served === undefined) throw new Error(`${resource.plural} are not served`);
    return { served, namespace, subresource: '', user: SELF, dryRun: false, warn: () => undefined };
  };
  // Objects of a resource have its type.
  const typed = <T extends KubeObject>(object: object): T => asKubeObject(object) as T;
  return {
    find: (resource, name) => lookup.find(resource, name),
    list: (resource, namespace) => lookup.list(resource, namespace),
    async create(resource, object) {
      const decoded = typed<KubeObject>(decodeJson(resource.schema, object).value);
      const request = requestFor(resource, decoded.metadata.namespace ?? '');
      return typed((await createObject(registry, { request, object: decoded })).object);
    },
    async update(resource, { namespace, name }, change, part = 'main') {
      const request = { ...requestFor(resource, namespace), subresource: part === 'status' ? 'status' : '' };
      const updated = await updateObject(registry, {
        request,
        name,
        rules: part === 'status' ? statusRules(request.served) : mainRules(request.served),
        change: (old) => change(typed(structuredClone(old))),
      });
      return typed(updated.object);
    },
    async delete(resource, { namespace, name }) {
      await deleteObject(registry, { request: requestFor(resource, namespace), name, options: {} });
    },
  };
}
