/** Which kinds a definition is the type of: `x-kubernetes-group-version-kind`, by which clients find a kind's schema. */
import {
  APIGroup,
  APIGroupList,
  APIResourceList,
  APIVersions,
  DeleteOptions,
  Status,
  type GroupVersionKind,
} from '@wherry/api/meta-v1';
import type { Resource } from '@wherry/api/resources';
import { listOf, type Fields, type StructSchema } from '@wherry/api/schema';
import type { ServedGroup } from '../discovery/served-groups.ts';
import { watchEvent } from './meta-definitions.ts';

/** The kinds that exist once, whatever is served. */
const META_KINDS: readonly StructSchema<Fields>[] = [APIGroup, APIGroupList, APIResourceList, APIVersions, Status];

/** The kinds of all definitions that have any, by the definitions' names. */
export function kindsByDefinition(groups: readonly ServedGroup[]): Map<string, GroupVersionKind[]> {
  const kinds = new Map<string, GroupVersionKind[]>();
  const add = (definition: string, kind: GroupVersionKind) => {
    const known = kinds.get(definition);
    if (known === undefined) kinds.set(definition, [kind]);
    else if (!known.some((one) => isSame(one, kind))) known.push(kind);
  };
  for (const { definition, name } of META_KINDS) add(definition, { group: '', version: 'v1', kind: name });
  for (const { group, version, rows } of groups.flatMap(({ versions }) => versions)) {
    // These two are understood in every version.
    add(DeleteOptions.definition, { group, version, kind: 'DeleteOptions' });
    add(watchEvent.name, { group, version, kind: 'WatchEvent' });
    for (const { resource } of rows) addResource(resource, add);
  }
  return kinds;
}

function addResource(resource: Resource, add: (definition: string, kind: GroupVersionKind) => void): void {
  const { group, version, kind, schema, verbs, subresources } = resource;
  add(schema.definition, { group, version, kind });
  if (verbs.includes('list')) add(listOf(schema).definition, { group, version, kind: `${kind}List` });
  for (const { type } of subresources) {
    if (type !== undefined) {
      add(type.schema.definition, { group: type.group, version: type.version, kind: type.kind });
    }
  }
}

const isSame = (one: GroupVersionKind, other: GroupVersionKind): boolean =>
  one.group === other.group && one.version === other.version && one.kind === other.kind;
