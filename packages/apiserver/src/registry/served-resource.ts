/**
 * A row of the resource table together with everything that the server needs to serve it: how it behaves, where its
 * objects are stored and how they are shown. Views (a second version of a kind) share the stored form of another row.
 */
import type { GroupResource } from '@wherry/api';
import { apiVersionOf, type KubeObject, type Resource, type Strategy } from '@wherry/api/resources';
import { objectKey, resourcePrefix } from '../storage/object-key.ts';
import type { Claims } from './claims.ts';

export interface ServedResource {
  readonly resource: Resource;
  readonly strategy: Strategy<KubeObject>;
  readonly name: GroupResource;
  readonly apiVersion: string;
  /** The row in whose form objects are stored: this one, unless it is a view. */
  readonly stored: ServedResource;
  /** What the keys of all objects start with. */
  readonly prefix: string;
  readonly hasStatus: boolean;
  /** Keys that are written together with an object. */
  readonly claims?: Claims<KubeObject>;
}

export interface ServeOptions {
  readonly strategy?: Strategy<KubeObject>;
  readonly stored?: ServedResource;
  readonly claims?: Claims<KubeObject>;
}

/** Makes a row ready to be served. */
export function serve(resource: Resource, { strategy = {}, stored, claims }: ServeOptions): ServedResource {
  const name = { group: resource.group, resource: resource.plural };
  const served = {
    resource,
    strategy,
    name,
    apiVersion: apiVersionOf(resource),
    prefix: stored?.prefix ?? resourcePrefix(name),
    hasStatus: resource.subresources.some((subresource) => subresource.name === 'status'),
    ...(claims === undefined ? {} : { claims }),
  };
  return stored === undefined
    ? Object.defineProperty(served as ServedResource, 'stored', { value: served })
    : { ...served, stored };
}

/** The key of one object of a resource. */
export function keyOf(
  { stored }: ServedResource,
  object: { readonly namespace: string; readonly name: string },
): string {
  return objectKey(stored.name, stored.resource.namespaced ? object : { name: object.name });
}

/** The object in the form in which it is stored. */
export function toStored({ resource }: ServedResource, object: KubeObject): KubeObject {
  return resource.view === undefined ? object : resource.view.toStored(object);
}

/** A stored object in the form of this row. */
export function fromStored({ resource }: ServedResource, object: KubeObject): KubeObject {
  return resource.view === undefined ? object : resource.view.fromStored(object);
}
