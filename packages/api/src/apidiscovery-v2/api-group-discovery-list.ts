import { GroupVersionKind } from '../meta-v1/group-version-kind.ts';
import { ListMeta } from '../meta-v1/list-meta.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { string } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.apidiscovery.v2');

export const APISubresourceDiscovery = struct('APISubresourceDiscovery', 'A path below the objects of a resource.', {
  subresource: field(1, string, 'Last segment of the path.'),
  responseKind: field(2, optional(GroupVersionKind), 'Kind of the answers; absent if they are no objects.'),
  acceptedTypes: field(
    3,
    omitEmpty(list(GroupVersionKind)),
    'Kinds of the bodies that it takes; perhaps not all of them.',
    { mapKeys: ['group', 'version', 'kind'] },
  ),
  verbs: field(4, list(string), 'What can be done there: get, create, connect.', { merge: 'set' }),
});
export type APISubresourceDiscovery = Infer<typeof APISubresourceDiscovery>;

export const ResourceScope = oneOf('Cluster', 'Namespaced');
export type ResourceScope = Infer<typeof ResourceScope>;

export const APIResourceDiscovery = struct('APIResourceDiscovery', 'A resource of one version.', {
  resource: field(1, string, 'Name in paths: lower case, plural.'),
  responseKind: field(2, optional(GroupVersionKind), 'Kind of the objects; absent if only subresources are served.'),
  scope: field(3, ResourceScope, 'Cluster or Namespaced.'),
  singularResource: field(4, string, 'Name on the command line: lower case, singular.'),
  verbs: field(
    5,
    list(string),
    'What can be done: get, list, watch, create, update, patch, delete, deletecollection.',
    { merge: 'set' },
  ),
  shortNames: field(6, omitEmpty(list(string)), 'Short names on the command line, such as po.', { merge: 'set' }),
  categories: field(7, omitEmpty(list(string)), 'Groups of resources it belongs to, such as all.', { merge: 'set' }),
  subresources: field(8, omitEmpty(list(APISubresourceDiscovery)), 'Paths below the objects.', {
    mapKeys: ['subresource'],
  }),
});
export type APIResourceDiscovery = Infer<typeof APIResourceDiscovery>;

export const DiscoveryFreshness = oneOf('Current', 'Stale');
export type DiscoveryFreshness = Infer<typeof DiscoveryFreshness>;

export const APIVersionDiscovery = struct('APIVersionDiscovery', 'What one version of a group serves.', {
  version: field(1, string, 'Name of the version, such as v1beta1.'),
  resources: field(2, omitEmpty(list(APIResourceDiscovery)), 'Resources of the version.', { mapKeys: ['resource'] }),
  freshness: field(
    3,
    omitEmpty(DiscoveryFreshness),
    'Current, or Stale if the server behind the version could not be asked lately.',
  ),
});
export type APIVersionDiscovery = Infer<typeof APIVersionDiscovery>;

export const APIGroupDiscovery = struct(
  'APIGroupDiscovery',
  'What all versions of a group serve, the preferred one first. Its name is the group.',
  {
    ...typeMeta,
    metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
    versions: field(2, omitEmpty(list(APIVersionDiscovery)), 'Versions of the group, the preferred one first.', {
      mapKeys: ['version'],
    }),
  },
);
export type APIGroupDiscovery = Infer<typeof APIGroupDiscovery>;

export const APIGroupDiscoveryList = struct('APIGroupDiscoveryList', 'What all groups serve, in order of priority.', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ListMeta), 'Standard object metadata.'),
  items: field(2, list(APIGroupDiscovery), 'The groups, in order of priority.'),
});
export type APIGroupDiscoveryList = Infer<typeof APIGroupDiscoveryList>;
