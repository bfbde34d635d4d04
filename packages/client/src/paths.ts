/** The URLs of resources and objects. */
import { apiVersionOf, type Resource } from '@wherry/api/resources';

export interface ObjectPath {
  /** Not for cluster-scoped resources; without it, a namespaced collection spans all namespaces. */
  readonly namespace?: string;
  readonly name?: string;
  readonly subresource?: string;
}

/** What a request may ask beside its path; values that are undefined are left out. */
export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** `/apis/apps/v1/namespaces/default/deployments/x/status?…` */
export function pathOf(resource: Resource, { namespace, name, subresource }: ObjectPath, query: Query = {}): string {
  const root = resource.group === '' ? '/api' : '/apis';
  const scope = resource.namespaced && namespace !== undefined ? ['namespaces', namespace] : [];
  const parts = [...scope, resource.plural, ...(name === undefined ? [] : [name])];
  if (subresource !== undefined) parts.push(subresource);
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  const text = new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString();
  return `${root}/${apiVersionOf(resource)}/${parts.map(encodeURIComponent).join('/')}${text === '' ? '' : `?${text}`}`;
}
