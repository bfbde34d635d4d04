/**
 * Everything there is in one document, for clients that ask `/api` and `/apis` for it by their Accept header.
 * @see https://kep.k8s.io/3352
 */
import type {
  APIGroupDiscovery,
  APIGroupDiscoveryList,
  APIResourceDiscovery,
  APISubresourceDiscovery,
  APIVersionDiscovery,
} from '@wherry/api/apidiscovery-v2';
import type { GroupVersionKind } from '@wherry/api/meta-v1';
import type { Resource, Subresource } from '@wherry/api/resources';
import type { ServedResource } from '../registry/served-resource.ts';
import { sortedSubresources } from './resource-list.ts';
import type { ServedGroup, ServedVersion } from './served-groups.ts';

export const AGGREGATED_API_VERSION = 'apidiscovery.k8s.io/v2';

/** The document that says everything about some groups. */
export function aggregatedDiscovery(groups: readonly ServedGroup[]): APIGroupDiscoveryList {
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: AGGREGATED_API_VERSION,
    metadata: {},
    items: groups.map(groupItem),
  };
}

function groupItem({ name, versions }: ServedGroup): APIGroupDiscovery {
  return { metadata: name === '' ? {} : { name }, versions: versions.map(versionItem) };
}

function versionItem({ version, rows }: ServedVersion): APIVersionDiscovery {
  return { version, resources: rows.map(resourceItem), freshness: 'Current' };
}

function resourceItem({ resource }: ServedResource): APIResourceDiscovery {
  const { plural, kind, namespaced, singular, verbs, shortNames, categories, subresources } = resource;
  return {
    resource: plural,
    responseKind: { group: '', version: '', kind },
    scope: namespaced ? 'Namespaced' : 'Cluster',
    singularResource: singular,
    verbs: [...verbs],
    ...(shortNames.length === 0 ? {} : { shortNames: [...shortNames] }),
    ...(categories.length === 0 ? {} : { categories: [...categories] }),
    ...(subresources.length === 0
      ? {}
      : { subresources: sortedSubresources(resource).map((subresource) => subresourceItem(resource, subresource)) }),
  };
}

function subresourceItem(resource: Resource, subresource: Subresource): APISubresourceDiscovery {
  return {
    subresource: subresource.name,
    responseKind: responseKind(resource, subresource),
    verbs: [...subresource.verbs],
  };
}

/** Group and version are left empty where they are those under which the kind is listed. */
function responseKind({ group, version, kind }: Resource, { type }: Subresource): GroupVersionKind {
  if (type === undefined) return { group: '', version: '', kind };
  if (type.group === group && type.version === version) return { group: '', version: '', kind: type.kind };
  return { group: type.group, version: type.version, kind: type.kind };
}
