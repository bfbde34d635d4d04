/** Which evictions would break a disruption budget. */
import type { LabelMatcher } from '@wherry/api';
import type { PodDisruptionBudget } from '@wherry/api/policy-v1';
import { compileLeniently } from '../pods/lenient-selector.ts';
import type { PodInfo } from '../pods/pod-info.ts';

/** A budget, ready to be asked about pods. */
export interface Budget {
  readonly namespace: string;
  readonly matcher: LabelMatcher;
  readonly allowed: number;
  /** Pods that are being evicted already, by name. */
  readonly disrupted: Readonly<Record<string, unknown>>;
}

export function compileBudget({ metadata, spec, status }: Readonly<PodDisruptionBudget>): Budget {
  return {
    namespace: metadata.namespace ?? '',
    matcher: compileLeniently(spec.selector),
    allowed: status.disruptionsAllowed,
    disrupted: status.disruptedPods ?? {},
  };
}

/** Splits pods, in order, into those whose eviction would go beyond a budget and the others. */
export function splitByBudgets(
  pods: readonly PodInfo[],
  budgets: readonly Budget[],
): { readonly violating: PodInfo[]; readonly harmless: PodInfo[] } {
  const left = new Map(budgets.map((budget) => [budget, budget.allowed]));
  const violating: PodInfo[] = [];
  const harmless: PodInfo[] = [];
  for (const pod of pods) {
    let isViolated = false;
    for (const budget of budgets) {
      if (!covers(budget, pod)) continue;
      const remaining = (left.get(budget) ?? 0) - 1;
      left.set(budget, remaining);
      if (remaining < 0) isViolated = true;
    }
    (isViolated ? violating : harmless).push(pod);
  }
  return { violating, harmless };
}

/** A budget without conditions covers nobody here, though an eviction would heed it; as upstream has it. */
function covers({ namespace, matcher, disrupted }: Budget, pod: PodInfo): boolean {
  if (namespace !== pod.namespace || Object.keys(pod.labels).length === 0) return false;
  if (matcher.isEmpty() || !matcher.matches(pod.labels)) return false;
  return !Object.hasOwn(disrupted, pod.pod.metadata.name ?? '');
}
