/**
 * The states that a DaemonSet or StatefulSet has had, as ControllerRevisions: which of them it has now, and which need
 * not be kept. A state is the pod template, in the form of a patch that brings it back, as `kubectl rollout undo` does.
 */
import type { ControllerRevision } from '@wherry/api/apps-v1';
import type { PodTemplateSpec } from '@wherry/api/core-v1';
import { semanticEqual } from '@wherry/api/meta-v1';

/** Of the pods of both kinds: what state they are of. */
export const REVISION_LABEL = 'controller-revision-hash';

/** The patch that brings a template back. */
export function revisionData(template: Readonly<PodTemplateSpec>): object {
  return { spec: { template: { ...template, $patch: 'replace' } } };
}

/** The template of a revision. */
export function templateOf({ data, metadata }: Readonly<ControllerRevision>): PodTemplateSpec {
  // Only the controller writes these objects, and they do not change.
  const template = (data as { spec?: { template?: PodTemplateSpec & { $patch?: string } } } | undefined)?.spec
    ?.template;
  if (template === undefined) throw new Error(`Cannot use revision ${metadata.name ?? ''}: it has no template`);
  const { $patch: _patch, ...rest } = template;
  return rest;
}

export type RevisionPlan =
  | { readonly kind: 'keep'; readonly revision: Readonly<ControllerRevision> }
  /** An old state is the present one again. */
  | { readonly kind: 'raise'; readonly revision: Readonly<ControllerRevision>; readonly number: number }
  | { readonly kind: 'create'; readonly number: number };

/** What makes the present state the newest revision. */
export function planRevision(revisions: readonly Readonly<ControllerRevision>[], data: object): RevisionPlan {
  const ordered = revisions.toSorted(byNumber);
  const newest = ordered.at(-1);
  const equal = ordered.findLast((revision) => semanticEqual(revision.data, data));
  const number = (newest?.revision ?? 0) + 1;
  if (equal === undefined) return { kind: 'create', number };
  return equal === newest ? { kind: 'keep', revision: equal } : { kind: 'raise', revision: equal, number };
}

/** Oldest first. */
export function byNumber(a: Readonly<ControllerRevision>, b: Readonly<ControllerRevision>): number {
  if (a.revision !== b.revision) return a.revision - b.revision;
  const [first, second] = [a, b].map(({ metadata }) => `${metadata.creationTimestamp ?? ''}/${metadata.name ?? ''}`);
  return (first ?? '') < (second ?? '') ? -1 : 1;
}
