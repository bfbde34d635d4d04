/** What can be done with one resource: an operation for each verb on each of its paths. */
import type { Resource, Verb } from '@wherry/api/resources';
import { listOf } from '@wherry/api/schema';
import type { ServedResource } from '../registry/served-resource.ts';
import { definitionOf } from './definition.ts';
import { operationScope, operationTag, scopeWord } from './operation-names.ts';
import type { Operation } from './operation.ts';
import { resourcePaths } from './resource-paths.ts';
import { subresourceOperations } from './subresource-operations.ts';
import {
  createOperation,
  deleteCollectionOperation,
  deleteOperation,
  listOperation,
  patchOperation,
  readOperation,
  replaceOperation,
  watchOperation,
  type Target,
} from './verb-operations.ts';

/** All operations of a resource, its subresources included. */
export function resourceOperations(served: ServedResource): Operation[] {
  const { resource } = served;
  return [
    ...collectionOperations(resource),
    ...itemOperations(served),
    ...watchOperations(resource),
    ...resource.subresources.flatMap((subresource) => subresourceOperations(resource, subresource)),
  ];
}

function target(resource: Resource, { path, name }: Pick<Target, 'path' | 'name'>): Target {
  const { group, version, kind, schema } = resource;
  return {
    path,
    name: `${operationScope(resource)}${name}`,
    tag: operationTag(resource),
    words: kind,
    kind: { group, version, kind },
    object: definitionOf(schema),
  };
}

const can = ({ verbs }: Resource, verb: Verb): boolean => verbs.includes(verb);

function collectionOperations(resource: Resource): Operation[] {
  const { collection, everywhere } = resourcePaths(resource);
  const { kind, schema } = resource;
  const own = target(resource, { path: collection, name: `${scopeWord(resource)}${kind}` });
  const list = definitionOf(listOf(schema));
  const whole = target(resource, { path: collection, name: `Collection${scopeWord(resource)}${kind}` });
  return [
    ...(can(resource, 'list') ? [listOperation(own, list)] : []),
    ...(can(resource, 'create') ? [createOperation(own)] : []),
    ...(can(resource, 'deletecollection') ? [deleteCollectionOperation(whole)] : []),
    ...(can(resource, 'list') && everywhere !== undefined
      ? [listOperation(target(resource, { path: everywhere, name: `${kind}ForAllNamespaces` }), list)]
      : []),
  ];
}

function itemOperations({ resource, strategy }: ServedResource): Operation[] {
  const path = resourcePaths(resource).item;
  const item = target(resource, { path, name: `${scopeWord(resource)}${resource.kind}` });
  const returnsDeleted = strategy.returnsDeleted ?? false;
  return [
    ...(can(resource, 'get') ? [readOperation(item)] : []),
    ...(can(resource, 'update') ? [replaceOperation(item)] : []),
    ...(can(resource, 'patch') ? [patchOperation(item)] : []),
    ...(can(resource, 'delete') ? [deleteOperation(item, { returnsDeleted })] : []),
  ];
}

function watchOperations(resource: Resource): Operation[] {
  if (!can(resource, 'watch')) return [];
  const { kind } = resource;
  const { watchedItem, watchedCollection, watchedEverywhere } = resourcePaths(resource);
  const scoped = `${scopeWord(resource)}${kind}`;
  return [
    watchOperation(target(resource, { path: watchedItem, name: scoped }), 'watch'),
    watchOperation(target(resource, { path: watchedCollection, name: `${scoped}List` }), 'watchlist'),
    ...(watchedEverywhere === undefined
      ? []
      : [
          watchOperation(
            target(resource, { path: watchedEverywhere, name: `${kind}ListForAllNamespaces` }),
            'watchlist',
          ),
        ]),
  ];
}
