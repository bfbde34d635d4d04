/** What a Deployment writes on its ReplicaSets: which revision each is, and what it was last scaled for. */
import type { Deployment, ReplicaSet } from '@wherry/api/apps-v1';
import type { RolloutBounds } from './rollout-bounds.ts';

export const REVISION_ANNOTATION = 'deployment.kubernetes.io/revision';
/** Revisions that it was before a rollback made it the newest again. */
export const REVISION_HISTORY_ANNOTATION = 'deployment.kubernetes.io/revision-history';
/** The Deployment's replicas at the last scaling. */
export const DESIRED_REPLICAS_ANNOTATION = 'deployment.kubernetes.io/desired-replicas';
/** Likewise, with the surge. */
export const MAX_REPLICAS_ANNOTATION = 'deployment.kubernetes.io/max-replicas';

/** Not copied from the Deployment. */
const OWN_ANNOTATIONS: ReadonlySet<string> = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  REVISION_ANNOTATION,
  REVISION_HISTORY_ANNOTATION,
  DESIRED_REPLICAS_ANNOTATION,
  MAX_REPLICAS_ANNOTATION,
  'deprecated.deployment.rollback.to',
]);
const MAX_HISTORY_LENGTH = 2000;

type Annotations = Readonly<Record<string, string>>;

/** Revisions have 64 bits: an adopted ReplicaSet may bring one that no number of ours can hold. */
const LARGEST_REVISION = 2n ** 63n - 1n;

/** The revision of a ReplicaSet; 0 for one that has none, or none that can be read. */
export function revisionOf({ metadata }: Pick<ReplicaSet, 'metadata'>): bigint {
  return parseRevision(metadata.annotations?.[REVISION_ANNOTATION] ?? '') ?? 0n;
}

function parseRevision(text: string): bigint | undefined {
  if (!/^\d+$/.test(text)) return undefined;
  const revision = BigInt(text);
  return revision > LARGEST_REVISION ? undefined : revision;
}

/** The revision above those of all these. */
export function nextRevision(sets: readonly Readonly<ReplicaSet>[]): bigint {
  return sets.map(revisionOf).reduce((most, revision) => (revision > most ? revision : most), 0n) + 1n;
}

/** The number in an annotation of a ReplicaSet. */
export function annotatedReplicas({ metadata }: Pick<ReplicaSet, 'metadata'>, name: string): number | undefined {
  const text = metadata.annotations?.[name] ?? '';
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

/** The annotations that say what a ReplicaSet was scaled for. */
export function scaleAnnotations({ wanted, maxSurge }: RolloutBounds): Annotations {
  return {
    [DESIRED_REPLICAS_ANNOTATION]: String(wanted),
    [MAX_REPLICAS_ANNOTATION]: String(wanted + maxSurge),
  };
}

/**
 * The annotations of the newest ReplicaSet: those of the Deployment, and a revision above all others. One that had a
 * lower revision before has been rolled back to, and keeps that one as its history.
 */
export function newestAnnotations(
  { metadata }: Readonly<Deployment>,
  old: Annotations,
  { revision }: { readonly revision: bigint },
): Annotations {
  const copied = Object.entries(metadata.annotations ?? {}).filter(([name]) => !OWN_ANNOTATIONS.has(name));
  const annotations = { ...old, ...Object.fromEntries(copied) };
  const before = old[REVISION_ANNOTATION];
  const known = before === undefined || before === '' ? 0n : parseRevision(before);
  if (known === undefined || known >= revision) return annotations;
  const history = before === undefined ? undefined : appendRevision(old[REVISION_HISTORY_ANNOTATION] ?? '', before);
  return {
    ...annotations,
    [REVISION_ANNOTATION]: String(revision),
    ...(history === undefined ? {} : { [REVISION_HISTORY_ANNOTATION]: history }),
  };
}

/** The oldest revisions go when the list gets too long. */
function appendRevision(history: string, revision: string): string {
  const revisions = history === '' ? [revision] : [...history.split(','), revision];
  while (revisions.length > 1 && revisions.join(',').length > MAX_HISTORY_LENGTH) revisions.shift();
  return revisions.join(',');
}
