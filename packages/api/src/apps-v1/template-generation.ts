/**
 * The annotation in which apps/v1 keeps what was once `spec.templateGeneration` of a DaemonSet: how often its template
 * has changed. Old clients read it.
 */
import type { DaemonSet } from './daemon-set.ts';
import { semanticEqual } from '../meta-v1/semantic-equal.ts';

export const TEMPLATE_GENERATION_ANNOTATION = 'deprecated.daemonset.template.generation';

/** Writes the annotation of a new DaemonSet, or of one whose template may have changed. Clients cannot set it. */
export function countTemplateGeneration(set: DaemonSet, old?: Readonly<DaemonSet>): void {
  const before = old === undefined ? 0 : generationOf(old);
  const hasChanged = old === undefined || !semanticEqual(set.spec.template, old.spec.template);
  set.metadata.annotations = {
    ...set.metadata.annotations,
    [TEMPLATE_GENERATION_ANNOTATION]: String(hasChanged ? before + 1 : before),
  };
}

function generationOf({ metadata }: Readonly<DaemonSet>): number {
  const count = Number(metadata.annotations?.[TEMPLATE_GENERATION_ANNOTATION] ?? '0');
  return Number.isSafeInteger(count) ? count : 0;
}
