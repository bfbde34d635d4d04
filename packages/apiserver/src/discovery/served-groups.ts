/** The directory as clients explore it: groups, their versions, and the resources of each version. */
import type { ServedResource } from '../registry/served-resource.ts';

export interface ServedVersion {
  readonly group: string;
  readonly version: string;
  /** `apps/v1`, or `v1` for the core group. */
  readonly groupVersion: string;
  /** By their plural names. */
  readonly rows: readonly ServedResource[];
}

export interface ServedGroup {
  /** Empty for the core group. */
  readonly name: string;
  /** The preferred one first. */
  readonly versions: readonly ServedVersion[];
}

/** Groups and versions in the order in which the rows first name them, which is the order of preference. */
export function servedGroups(rows: Iterable<ServedResource>): ServedGroup[] {
  const groups = new Map<string, Map<string, ServedResource[]>>();
  for (const row of rows) {
    const { group, version } = row.resource;
    const versions = groups.get(group) ?? new Map<string, ServedResource[]>();
    groups.set(group, versions);
    const found = versions.get(version);
    if (found === undefined) versions.set(version, [row]);
    else found.push(row);
  }
  return [...groups].map(([name, versions]) => ({
    name,
    versions: [...versions].map(([version, found]) => servedVersion({ group: name, version, rows: found })),
  }));
}

function servedVersion({ group, version, rows }: Omit<ServedVersion, 'groupVersion'>): ServedVersion {
  const byPlural = rows.toSorted((one, other) => (one.resource.plural < other.resource.plural ? -1 : 1));
  return { group, version, groupVersion: group === '' ? version : `${group}/${version}`, rows: byPlural };
}
