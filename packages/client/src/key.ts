/** How controllers name objects: `namespace/name`, or `name` for what belongs to no namespace. */
import type { KubeObject } from '@wherry/api/resources';

export function keyOf({ metadata }: { readonly metadata: Pick<KubeObject['metadata'], 'name' | 'namespace'> }): string {
  const { name = '', namespace = '' } = metadata;
  return namespace === '' ? name : `${namespace}/${name}`;
}

/** The parts of a key, as the client's verbs take them. */
export function placeOfKey(key: string): { readonly namespace?: string; readonly name: string } {
  const slash = key.indexOf('/');
  return slash < 0 ? { name: key } : { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
}
