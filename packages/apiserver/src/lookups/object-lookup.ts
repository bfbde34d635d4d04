/**
 * Looks single objects up by resource and name: in the cache, and where it does not know them, in the store, because a
 * request may come to this server before the news of what it speaks of does.
 */
import type { KubeObject, Resource } from '@wherry/api/resources';
import { readCurrent } from '../registry/current.ts';
import { asKubeObject } from '../registry/object-text.ts';
import { isKeySegment, namespacePrefix, objectKey, resourcePrefix } from '../storage/object-key.ts';
import type { Storage } from '../storage/storage.ts';
import type { WatchCache } from '../storage/cache/watch-cache.ts';

export interface ObjectName {
  /** Empty for cluster-scoped objects. */
  readonly namespace: string;
  readonly name: string;
}

export interface ObjectLookup {
  /** What the cache has. */
  known<T extends KubeObject>(resource: Resource<T>, name: ObjectName): Readonly<T> | undefined;
  /** What the cache has, or else the store. */
  find<T extends KubeObject>(resource: Resource<T>, name: ObjectName): Promise<Readonly<T> | undefined>;
  /** What the store has. */
  live<T extends KubeObject>(resource: Resource<T>, name: ObjectName): Promise<Readonly<T> | undefined>;
  /** All that the cache has, in a namespace or everywhere. */
  list<T extends KubeObject>(resource: Resource<T>, namespace?: string): Readonly<T>[];
}

export function objectLookup({ cache, storage }: { cache: WatchCache; storage: Storage }): ObjectLookup {
  const keyOf = ({ group, plural, namespaced }: Resource, { namespace, name }: ObjectName): string | undefined => {
    // What cannot be a key is the name of nothing.
    if (!isKeySegment(name) || (namespaced && !isKeySegment(namespace))) return undefined;
    return objectKey({ group, resource: plural }, namespaced ? { namespace, name } : { name });
  };
  // The key's resource is the object's.
  const typed = <T extends KubeObject>(object: object): Readonly<T> => asKubeObject(object) as T;
  const known: ObjectLookup['known'] = (resource, name) => {
    const key = keyOf(resource, name);
    const entry = key === undefined ? undefined : cache.get(key);
    return entry === undefined ? undefined : typed(entry.object);
  };
  const live: ObjectLookup['live'] = async (resource, name) => {
    const key = keyOf(resource, name);
    const current = key === undefined ? undefined : await readCurrent({ storage }, key);
    return current === undefined ? undefined : typed(current.object);
  };
  return {
    known,
    live,
    async find(resource, name) {
      return known(resource, name) ?? live(resource, name);
    },
    list({ group, plural }, namespace) {
      // Nor is there anything in what can be no namespace.
      if (namespace !== undefined && !isKeySegment(namespace)) return [];
      const resource = { group, resource: plural };
      const prefix = namespace === undefined ? resourcePrefix(resource) : namespacePrefix(resource, namespace);
      return cache.list({ prefix }).entries.map((entry) => typed(entry.object));
    },
  };
}
