/** The resources of one group and version, subresources included: `/api/v1` and `/apis/<group>/<version>`. */
import type { APIResource, APIResourceList } from '@wherry/api/meta-v1';
import type { Resource, Subresource } from '@wherry/api/resources';
import type { ServedResource } from '../registry/served-resource.ts';
import type { ServedVersion } from './served-groups.ts';
import { storageVersionHash } from './storage-version-hash.ts';

/** The document, without the `apiVersion` for the groups that are older than it. */
export function resourceList({ group, groupVersion, rows }: ServedVersion): APIResourceList {
  return {
    kind: 'APIResourceList',
    ...metaVersion(group),
    groupVersion,
    resources: rows.flatMap((row) => [mainEntry(row), ...subresourceEntries(row.resource)]),
  };
}

/** In these two groups discovery documents have never said their `apiVersion`. */
export function metaVersion(group: string): { apiVersion?: string } {
  return group === '' || group === 'extensions' ? {} : { apiVersion: 'v1' };
}

/** A resource's subresources by name. */
export function sortedSubresources({ subresources }: Resource): Subresource[] {
  return subresources.toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

function mainEntry({ resource, stored }: ServedResource): APIResource {
  const { plural, singular, namespaced, kind, verbs, shortNames, categories } = resource;
  return {
    name: plural,
    singularName: singular,
    namespaced,
    kind,
    verbs: [...verbs],
    ...(shortNames.length === 0 ? {} : { shortNames: [...shortNames] }),
    ...(categories.length === 0 ? {} : { categories: [...categories] }),
    ...(resource.ephemeral ? {} : { storageVersionHash: storageVersionHash(stored.resource) }),
  };
}

function subresourceEntries(resource: Resource): APIResource[] {
  return sortedSubresources(resource).map((subresource) => ({
    name: `${resource.plural}/${subresource.name}`,
    singularName: '',
    namespaced: resource.namespaced,
    ...foreignVersion(resource, subresource),
    kind: subresource.type?.kind ?? resource.kind,
    verbs: [...subresource.verbs],
  }));
}

/** Group and version of what travels on a subresource, where they are not those of the list. */
function foreignVersion({ group, version }: Resource, { type }: Subresource): { group?: string; version?: string } {
  if (type === undefined || (type.group === group && type.version === version)) return {};
  return { group: type.group, version: type.version };
}
