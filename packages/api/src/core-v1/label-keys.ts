/** Labels that other pods must share with a pod are written into its selectors when it is made (KEP-3633, KEP-3243). */
import type { LabelKeys } from './pod-affinity-validation.ts';
import type { Pod, PodSpec } from './pod.ts';

type Labels = Readonly<Record<string, string>>;

/** Adds a requirement to each selector for each key of matchLabelKeys and mismatchLabelKeys that the pod has. */
export function applyLabelKeys({ metadata: { labels = {} }, spec }: Pod): void {
  for (const place of placesOf(spec)) {
    apply(place, place.matchLabelKeys, { operator: 'In', labels });
    apply(place, place.mismatchLabelKeys, { operator: 'NotIn', labels });
  }
}

function placesOf({ affinity, topologySpreadConstraints = [] }: PodSpec): LabelKeys[] {
  const terms = [affinity?.podAffinity, affinity?.podAntiAffinity].flatMap((kind) => [
    ...(kind?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(({ podAffinityTerm }) => podAffinityTerm),
    ...(kind?.requiredDuringSchedulingIgnoredDuringExecution ?? []),
  ]);
  return [...terms, ...topologySpreadConstraints];
}

function apply(
  { labelSelector }: LabelKeys,
  keys: readonly string[] = [],
  { operator, labels }: { readonly operator: 'In' | 'NotIn'; readonly labels: Labels },
): void {
  // A selector that is absent selects nothing; it stays so.
  if (labelSelector === undefined) return;
  for (const key of keys) {
    const value = labels[key];
    if (value === undefined) continue;
    labelSelector.matchExpressions = [...(labelSelector.matchExpressions ?? []), { key, operator, values: [value] }];
  }
}
