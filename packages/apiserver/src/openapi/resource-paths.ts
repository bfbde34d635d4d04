/** The paths of one resource, with parameters in braces. */
import type { Resource } from '@wherry/api/resources';

export interface ResourcePaths {
  readonly collection: string;
  readonly item: string;
  /** The collection across all namespaces, of namespaced resources. */
  readonly everywhere: string | undefined;
  readonly watchedCollection: string;
  readonly watchedItem: string;
  readonly watchedEverywhere: string | undefined;
}

/** `/api/v1` or `/apis/<group>/<version>`. */
export function versionPath({ group, version }: Pick<Resource, 'group' | 'version'>): string {
  return group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
}

export function resourcePaths(resource: Resource): ResourcePaths {
  const { plural, namespaced } = resource;
  const root = versionPath(resource);
  const within = namespaced ? `namespaces/{namespace}/${plural}` : plural;
  return {
    collection: `${root}/${within}`,
    item: `${root}/${within}/{name}`,
    everywhere: namespaced ? `${root}/${plural}` : undefined,
    watchedCollection: `${root}/watch/${within}`,
    watchedItem: `${root}/watch/${within}/{name}`,
    watchedEverywhere: namespaced ? `${root}/watch/${plural}` : undefined,
  };
}
