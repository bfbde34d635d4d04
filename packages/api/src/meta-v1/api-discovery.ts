import { typeMeta } from './type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, string } from '../schema/scalars.ts';
import { definitionsIn, boxedList, field, list, omitEmpty } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.apimachinery.pkg.apis.meta.v1');

export const ServerAddressByClientCIDR = struct('ServerAddressByClientCIDR', '', {
  clientCIDR: field(1, string, ''),
  serverAddress: field(2, string, ''),
});
export type ServerAddressByClientCIDR = Infer<typeof ServerAddressByClientCIDR>;

export const APIVersions = struct('APIVersions', '', {
  ...typeMeta,
  versions: field(1, list(string), '', { merge: 'atomic' }),
  serverAddressByClientCIDRs: field(2, list(ServerAddressByClientCIDR), '', { merge: 'atomic' }),
});
export type APIVersions = Infer<typeof APIVersions>;

export const GroupVersionForDiscovery = struct('GroupVersionForDiscovery', '', {
  groupVersion: field(1, string, ''),
  version: field(2, string, ''),
});
export type GroupVersionForDiscovery = Infer<typeof GroupVersionForDiscovery>;

export const APIGroup = struct('APIGroup', '', {
  ...typeMeta,
  name: field(1, string, ''),
  versions: field(2, list(GroupVersionForDiscovery), '', { merge: 'atomic' }),
  preferredVersion: field(3, omitEmpty(GroupVersionForDiscovery), ''),
  serverAddressByClientCIDRs: field(4, omitEmpty(list(ServerAddressByClientCIDR)), '', { merge: 'atomic' }),
});
export type APIGroup = Infer<typeof APIGroup>;

export const APIGroupList = struct('APIGroupList', '', {
  ...typeMeta,
  groups: field(1, list(APIGroup), '', { merge: 'atomic' }),
});
export type APIGroupList = Infer<typeof APIGroupList>;

export const APIResource = struct('APIResource', '', {
  name: field(1, string, ''),
  singularName: field(6, string, ''),
  namespaced: field(2, bool, ''),
  group: field(8, omitEmpty(string), ''),
  version: field(9, omitEmpty(string), ''),
  kind: field(3, string, ''),
  verbs: field(4, boxedList(string), ''),
  shortNames: field(5, omitEmpty(list(string)), '', { merge: 'atomic' }),
  categories: field(7, omitEmpty(list(string)), '', { merge: 'atomic' }),
  storageVersionHash: field(10, omitEmpty(string), ''),
});
export type APIResource = Infer<typeof APIResource>;

export const APIResourceList = struct('APIResourceList', '', {
  ...typeMeta,
  groupVersion: field(1, string, ''),
  resources: field(2, list(APIResource), '', { merge: 'atomic' }),
});
export type APIResourceList = Infer<typeof APIResourceList>;
