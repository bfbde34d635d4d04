/** What is a pod's own in a StatefulSet: its number, its names and its claims. */
import type { StatefulSet } from '@wherry/api/apps-v1';
import type { PersistentVolumeClaim, Pod } from '@wherry/api/core-v1';

export const POD_NAME_LABEL = 'statefulset.kubernetes.io/pod-name';
export const POD_INDEX_LABEL = 'apps.kubernetes.io/pod-index';

type Named = Readonly<StatefulSet>;

/** The set and the number that a pod's name tells; undefined for a name of another form. */
export function parsePodName(name: string): { readonly set: string; readonly ordinal: number } | undefined {
  const match = /^(.*)-(\d+)$/.exec(name);
  const ordinal = Number(match?.[2]);
  if (match === null || ordinal >= 2 ** 31) return undefined;
  return { set: match[1] ?? '', ordinal };
}

/** The number of a pod; -1 for one that has none. */
export function ordinalOf({ metadata }: Readonly<Pod>): number {
  return parsePodName(metadata.name ?? '')?.ordinal ?? -1;
}

export const isMemberOf = (set: Named, { metadata }: Readonly<Pod>): boolean =>
  parsePodName(metadata.name ?? '')?.set === set.metadata.name;

export const podName = ({ metadata }: Named, ordinal: number): string => `${metadata.name ?? ''}-${ordinal}`;

/** The number of the first pod. */
export const startOf = ({ spec }: Named): number => spec.ordinals?.start ?? 0;

export function isInRange(set: Named, ordinal: number): boolean {
  const start = startOf(set);
  return ordinal >= start && ordinal < start + (set.spec.replicas ?? 1);
}

/** The labels by which a pod can be chosen alone. */
export function identityLabels(set: Named, ordinal: number): Record<string, string> {
  return { [POD_NAME_LABEL]: podName(set, ordinal), [POD_INDEX_LABEL]: String(ordinal) };
}

export function hasIdentity(pod: Readonly<Pod>): boolean {
  return pod.metadata.labels?.[POD_NAME_LABEL] === pod.metadata.name;
}

/** The claims of a pod by the names of their volumes. */
export function claimNames({ metadata, spec }: Named, ordinal: number): ReadonlyMap<string, string> {
  const templates = spec.volumeClaimTemplates ?? [];
  return new Map(
    templates.map(({ metadata: { name = '' } }) => [name, `${name}-${metadata.name ?? ''}-${ordinal}`] as const),
  );
}

/** Whether the volumes of a pod are its claims. */
export function hasStorage(set: Named, pod: Readonly<Pod>): boolean {
  return [...claimNames(set, ordinalOf(pod))].every(
    ([volume, claim]) =>
      pod.spec.volumes?.find(({ name }) => name === volume)?.persistentVolumeClaim?.claimName === claim,
  );
}

/** The volumes of a template with the claims of a pod in place of those of the same names. */
export function volumesWithClaims(
  set: Named,
  { volumes = [] }: Readonly<Pod['spec']>,
  ordinal: number,
): NonNullable<Pod['spec']['volumes']> {
  const claims = claimNames(set, ordinal);
  return [
    ...[...claims].map(([name, claimName]) => ({ name, persistentVolumeClaim: { claimName } })),
    ...volumes.filter(({ name }) => !claims.has(name)),
  ];
}

/** The claims of a pod, as they are made. */
export function newClaims(set: Named, ordinal: number): PersistentVolumeClaim[] {
  const names = claimNames(set, ordinal);
  return (set.spec.volumeClaimTemplates ?? []).map(({ metadata, spec }) => {
    const { annotations, labels, finalizers, name = '' } = metadata;
    return {
      metadata: {
        name: names.get(name) ?? '',
        namespace: set.metadata.namespace ?? '',
        labels: { ...labels, ...set.spec.selector?.matchLabels },
        ...(annotations === undefined ? {} : { annotations }),
        ...(finalizers === undefined ? {} : { finalizers }),
      },
      spec,
      status: {},
    };
  });
}
