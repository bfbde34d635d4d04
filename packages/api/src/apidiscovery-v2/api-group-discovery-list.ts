import { GroupVersionKind } from '../meta-v1/group-version-kind.ts';
import { ListMeta } from '../meta-v1/list-meta.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { string } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.apidiscovery.v2');

export const APISubresourceDiscovery = struct('APISubresourceDiscovery', '', {
  subresource: field(1, string, ''),
  responseKind: field(2, optional(GroupVersionKind), ''),
  acceptedTypes: field(3, omitEmpty(list(GroupVersionKind)), '', { mapKeys: ['group', 'version', 'kind'] }),
  verbs: field(4, list(string), '', { merge: 'set' }),
});
export type APISubresourceDiscovery = Infer<typeof APISubresourceDiscovery>;

export const ResourceScope = oneOf('Cluster', 'Namespaced');
export type ResourceScope = Infer<typeof ResourceScope>;

export const APIResourceDiscovery = struct('APIResourceDiscovery', '', {
  resource: field(1, string, ''),
  responseKind: field(2, optional(GroupVersionKind), ''),
  scope: field(3, ResourceScope, ''),
  singularResource: field(4, string, ''),
  verbs: field(5, list(string), '', { merge: 'set' }),
  shortNames: field(6, omitEmpty(list(string)), '', { merge: 'set' }),
  categories: field(7, omitEmpty(list(string)), '', { merge: 'set' }),
  subresources: field(8, omitEmpty(list(APISubresourceDiscovery)), '', { mapKeys: ['subresource'] }),
});
export type APIResourceDiscovery = Infer<typeof APIResourceDiscovery>;

export const DiscoveryFreshness = oneOf('Current', 'Stale');
export type DiscoveryFreshness = Infer<typeof DiscoveryFreshness>;

export const APIVersionDiscovery = struct('APIVersionDiscovery', '', {
  version: field(1, string, ''),
  resources: field(2, omitEmpty(list(APIResourceDiscovery)), '', { mapKeys: ['resource'] }),
  freshness: field(3, omitEmpty(DiscoveryFreshness), ''),
});
export type APIVersionDiscovery = Infer<typeof APIVersionDiscovery>;

export const APIGroupDiscovery = struct('APIGroupDiscovery', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  versions: field(2, omitEmpty(list(APIVersionDiscovery)), '', { mapKeys: ['version'] }),
});
export type APIGroupDiscovery = Infer<typeof APIGroupDiscovery>;

export const APIGroupDiscoveryList = struct('APIGroupDiscoveryList', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ListMeta), 'Standard object metadata.'),
  items: field(2, list(APIGroupDiscovery), ''),
});
export type APIGroupDiscoveryList = Infer<typeof APIGroupDiscoveryList>;
