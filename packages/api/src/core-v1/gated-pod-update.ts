/** Until its scheduling gates are gone, a Pod may be given further demands on its node, but none may be taken back. */
import type { NodeAffinity, NodeSelectorRequirement, NodeSelectorTerm } from './affinity.ts';
import type { PodSpec } from './pod.ts';
import { semanticEqual } from '../meta-v1/semantic-equal.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';

/** What is wrong with the new demands; `path` is that of the spec. */
export function gatedPlacementErrors(spec: Readonly<PodSpec>, old: Readonly<PodSpec>, path: FieldPath): FieldError[] {
  return [
    ...validateNodeSelectorChange(spec.nodeSelector ?? {}, old.nodeSelector ?? {}, path.child('nodeSelector')),
    ...validateNodeAffinityChange(
      spec.affinity?.nodeAffinity,
      old.affinity?.nodeAffinity,
      path.child('affinity', 'nodeAffinity'),
    ),
  ];
}

type Selector = Readonly<Record<string, string>>;

function validateNodeSelectorChange(now: Selector, before: Selector, path: FieldPath): FieldError[] {
  if (Object.entries(before).every(([key, value]) => now[key] === value)) return [];
  const detail = 'only additions to spec.nodeSelector are allowed (no mutations or deletions)';
  return [FieldError.invalid(path, now, detail)];
}

function validateNodeAffinityChange(
  now: NodeAffinity | undefined,
  before: NodeAffinity | undefined,
  path: FieldPath,
): FieldError[] {
  const terms = now?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  const oldTerms = before?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  const field = path.child('requiredDuringSchedulingIgnoredDuringExecution', 'nodeSelectorTerms');
  if (oldTerms.length === 0) return [];
  if (terms.length !== oldTerms.length) {
    const detail = 'no additions/deletions to non-empty NodeSelectorTerms list are allowed';
    return [FieldError.invalid(field, terms, detail)];
  }
  return terms.flatMap((term, index) => {
    const oldTerm = oldTerms[index] ?? {};
    if (hasOnlyAdditions(term, oldTerm)) return [];
    return [FieldError.invalid(field.index(index), term, 'only additions are allowed (no mutations or deletions)')];
  });
}

function hasOnlyAdditions(now: NodeSelectorTerm, before: NodeSelectorTerm): boolean {
  const parts = [
    [now.matchExpressions ?? [], before.matchExpressions ?? []],
    [now.matchFields ?? [], before.matchFields ?? []],
  ] as const;
  // An empty term matches no node: adding to it would widen the choice.
  if (parts.every(([, old]) => old.length === 0)) return parts.every(([requirements]) => requirements.length === 0);
  return parts.every(([requirements, old]) => startsWith(requirements, old));
}

function startsWith(now: readonly NodeSelectorRequirement[], before: readonly NodeSelectorRequirement[]): boolean {
  return semanticEqual(now.slice(0, before.length), before);
}
