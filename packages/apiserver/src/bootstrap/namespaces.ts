/** The namespaces that every cluster has. */
import type { Namespace } from '@wherry/api/core-v1';
import type { Draft } from '@wherry/api/schema';

export const SYSTEM_NAMESPACES = ['default', 'kube-system', 'kube-public', 'kube-node-lease'] as const;

/** Those of the namespaces that do not exist. */
export function planNamespaces(existing: readonly Namespace[]): Draft<Namespace>[] {
  const names = new Set(existing.map(({ metadata }) => metadata.name));
  return SYSTEM_NAMESPACES.filter((name) => !names.has(name)).map((name) => ({ metadata: { name } }));
}
