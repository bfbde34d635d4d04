/** What there is, without the resources: `/api`, `/apis` and `/apis/<group>`. */
import type { APIGroup, APIGroupList, APIVersions, GroupVersionForDiscovery } from '@wherry/api/meta-v1';
import { metaVersion } from './resource-list.ts';
import type { ServedGroup, ServedVersion } from './served-groups.ts';

/** Clients of all addresses reach the server in the same way. */
const EVERYBODY = '0.0.0.0/0';

/**
 * The versions of the core group.
 * @param options.serverAddress host and port at which clients reach this server
 */
export function coreVersions(core: ServedGroup | undefined, options: { readonly serverAddress: string }): APIVersions {
  return {
    kind: 'APIVersions',
    versions: core?.versions.map(({ version }) => version) ?? [],
    serverAddressByClientCIDRs: [{ clientCIDR: EVERYBODY, serverAddress: options.serverAddress }],
  };
}

/** All groups but the core one. */
export function groupList(groups: readonly ServedGroup[]): APIGroupList {
  return {
    kind: 'APIGroupList',
    apiVersion: 'v1',
    groups: groups.filter(({ name }) => name !== '').map(groupEntry),
  };
}

/** One group as a document of its own. */
export function groupDocument(group: ServedGroup): APIGroup {
  return { kind: 'APIGroup', ...metaVersion(group.name), ...groupEntry(group) };
}

function groupEntry({ name, versions }: ServedGroup): APIGroup {
  const entries = versions.map(versionEntry);
  const [preferred = { groupVersion: '', version: '' }] = entries;
  return { name, versions: entries, preferredVersion: preferred };
}

const versionEntry = ({ groupVersion, version }: ServedVersion): GroupVersionForDiscovery => ({
  groupVersion,
  version,
});
