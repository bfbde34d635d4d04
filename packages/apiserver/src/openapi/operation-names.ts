/** The names that generated clients go by: `readAppsV1NamespacedDeploymentScale`, and the tags that group them. */

export interface GroupVersionName {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
}

/** `AppsV1` of apps/v1, `RbacAuthorizationV1` of rbac.authorization.k8s.io/v1. */
export function operationScope({ group, version }: GroupVersionName): string {
  return capitalized(groupWord(group)) + capitalized(version);
}

/** `Namespaced` in the names of what is done within a namespace. */
export const scopeWord = ({ namespaced }: { readonly namespaced: boolean }): string => (namespaced ? 'Namespaced' : '');

/** `apps_v1`, `rbacAuthorization_v1`. */
export function operationTag({ group, version }: GroupVersionName): string {
  return `${groupWord(group)}_${version}`;
}

/** Only the first letter in upper case: `Ephemeralcontainers`. */
export const capitalized = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);

/** The group as one word in camel case: `core`, `apps`, `rbacAuthorization`. */
export function groupWord(group: string): string {
  const [first = '', ...rest] = (group === '' ? 'core' : group.replace(/\.k8s\.io$/, '')).split(/[^A-Za-z0-9_]+/);
  return first + rest.map(capitalized).join('');
}
