/** What the API offers, as its old discovery documents say it: versions, groups and resources. */
import { typeMeta } from './type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, string } from '../schema/scalars.ts';
import { definitionsIn, boxedList, field, list, omitEmpty } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.apimachinery.pkg.apis.meta.v1');

export const ServerAddressByClientCIDR = struct(
  'ServerAddressByClientCIDR',
  'Where clients of an address block reach the server.',
  {
    clientCIDR: field(1, string, 'Block of client addresses.'),
    serverAddress: field(2, string, 'Host and port for these clients.'),
  },
);
export type ServerAddressByClientCIDR = Infer<typeof ServerAddressByClientCIDR>;

export const APIVersions = struct('APIVersions', 'Versions of the core group, as /api answers.', {
  ...typeMeta,
  versions: field(1, list(string), 'The versions.', { merge: 'atomic' }),
  serverAddressByClientCIDRs: field(2, list(ServerAddressByClientCIDR), 'Where to reach the server.', {
    merge: 'atomic',
  }),
});
export type APIVersions = Infer<typeof APIVersions>;

export const GroupVersionForDiscovery = struct('GroupVersionForDiscovery', 'One version of a group.', {
  groupVersion: field(1, string, 'Group and version, such as apps/v1.'),
  version: field(2, string, 'The version alone.'),
});
export type GroupVersionForDiscovery = Infer<typeof GroupVersionForDiscovery>;

export const APIGroup = struct('APIGroup', 'A group and its versions.', {
  ...typeMeta,
  name: field(1, string, 'Name of the group.'),
  versions: field(2, list(GroupVersionForDiscovery), 'Versions that are served.', { merge: 'atomic' }),
  preferredVersion: field(3, omitEmpty(GroupVersionForDiscovery), 'Version to use unless there is reason for another.'),
  serverAddressByClientCIDRs: field(4, omitEmpty(list(ServerAddressByClientCIDR)), 'Where to reach the server.', {
    merge: 'atomic',
  }),
});
export type APIGroup = Infer<typeof APIGroup>;

export const APIGroupList = struct('APIGroupList', 'All groups, as /apis answers.', {
  ...typeMeta,
  groups: field(1, list(APIGroup), 'The groups.', { merge: 'atomic' }),
});
export type APIGroupList = Infer<typeof APIGroupList>;

export const APIResource = struct('APIResource', 'One resource or subresource of a group and version.', {
  name: field(1, string, 'Plural name, as in paths; subresources as pods/log.'),
  singularName: field(6, string, 'Singular name, as on the command line.'),
  namespaced: field(2, bool, 'Its objects are in namespaces.'),
  group: field(8, omitEmpty(string), 'Group of the objects, where it is not that of the list.'),
  version: field(9, omitEmpty(string), 'Version of the objects, where it is not that of the list.'),
  kind: field(3, string, 'Kind of the objects.'),
  verbs: field(4, boxedList(string), 'What can be done with it.'),
  shortNames: field(5, omitEmpty(list(string)), 'Short names for the command line.', { merge: 'atomic' }),
  categories: field(7, omitEmpty(list(string)), 'Groups of resources for the command line, such as all.', {
    merge: 'atomic',
  }),
  storageVersionHash: field(10, omitEmpty(string), 'Changes when objects are stored in another form.'),
});
export type APIResource = Infer<typeof APIResource>;

export const APIResourceList = struct('APIResourceList', 'Resources of one group and version.', {
  ...typeMeta,
  groupVersion: field(1, string, 'The group and version.'),
  resources: field(2, list(APIResource), 'The resources.', { merge: 'atomic' }),
});
export type APIResourceList = Infer<typeof APIResourceList>;
