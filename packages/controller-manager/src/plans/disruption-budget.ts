/** How many pods of a budget may be taken away now. */
import { formatTime, scaledIntOrPercent } from '@wherry/api';
import type { Pod } from '@wherry/api/core-v1';
import type { PodDisruptionBudget, PodDisruptionBudgetStatus } from '@wherry/api/policy-v1';
import { isPodReady, timeOf } from '../pods/pod-state.ts';

/** A pod whose eviction was granted and that is still there after so long will not go. */
const EVICTION_MS = 120_000;

export interface BudgetInput {
  readonly budget: Readonly<PodDisruptionBudget>;
  /** Those that its selector matches. */
  readonly pods: readonly Readonly<Pod>[];
  /** How many there should be by the word of what controls them; only needed where the budget depends on it. */
  readonly wanted: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export interface BudgetPlan {
  readonly status: PodDisruptionBudgetStatus;
  /** Pods that did not go although their eviction was granted. */
  readonly stayed: readonly Readonly<Pod>[];
  /** Look again in so many milliseconds. */
  readonly again?: number;
}

/** Whether a budget is in terms of how many pods there should be, and not just of how many there are. */
export function dependsOnScale({ spec }: Readonly<PodDisruptionBudget>): boolean {
  return spec.maxUnavailable !== undefined || typeof spec.minAvailable === 'string';
}

/** @throws Error for a percentage that is none */
export function planBudget({ budget, pods, wanted, now }: BudgetInput): BudgetPlan {
  const { disruptedPods, stayed, next } = stillGoing({ budget, pods, now });
  const currentHealthy = pods.filter(
    (pod) =>
      pod.metadata.deletionTimestamp === undefined &&
      disruptedPods[pod.metadata.name ?? ''] === undefined &&
      isPodReady(pod),
  ).length;
  const expectedPods = dependsOnScale(budget) ? wanted : pods.length;
  const desiredHealthy = desiredOf(budget, expectedPods);
  const disruptionsAllowed = expectedPods <= 0 ? 0 : Math.max(0, currentHealthy - desiredHealthy);
  const { generation = 0 } = budget.metadata;
  const status: PodDisruptionBudgetStatus = {
    observedGeneration: generation,
    ...(Object.keys(disruptedPods).length === 0 ? {} : { disruptedPods }),
    disruptionsAllowed,
    currentHealthy,
    desiredHealthy,
    expectedPods,
    conditions: withAllowed(budget, {
      status: disruptionsAllowed > 0 ? 'True' : 'False',
      reason: disruptionsAllowed > 0 ? 'SufficientPods' : 'InsufficientPods',
      message: '',
      now,
    }),
  };
  return { status, stayed, ...(next === undefined ? {} : { again: next - now }) };
}

/** When it cannot be told how many may go, none may. */
export function failedStatus(
  budget: Readonly<PodDisruptionBudget>,
  { message, now }: { readonly message: string; readonly now: number },
): PodDisruptionBudgetStatus {
  const { generation = 0 } = budget.metadata;
  return {
    ...budget.status,
    observedGeneration: generation,
    disruptionsAllowed: 0,
    conditions: withAllowed(budget, { status: 'False', reason: 'SyncFailed', message, now }),
  };
}

function desiredOf({ spec }: Readonly<PodDisruptionBudget>, total: number): number {
  const { maxUnavailable, minAvailable } = spec;
  if (maxUnavailable !== undefined) {
    return Math.max(0, total - scaledIntOrPercent(maxUnavailable, { total, roundUp: true }));
  }
  return minAvailable === undefined ? 0 : scaledIntOrPercent(minAvailable, { total, roundUp: true });
}

/** The pods whose eviction was granted a moment ago, and that are not seen to go yet. */
function stillGoing({ budget, pods, now }: Omit<BudgetInput, 'wanted'>) {
  const disruptedPods: Record<string, string> = {};
  const stayed: Readonly<Pod>[] = [];
  const ends: number[] = [];
  for (const pod of pods) {
    const { name = '', deletionTimestamp } = pod.metadata;
    const granted = budget.status.disruptedPods?.[name];
    const since = timeOf(granted);
    if (granted === undefined || granted === null || since === undefined || deletionTimestamp !== undefined) continue;
    if (since + EVICTION_MS <= now) stayed.push(pod);
    else {
      disruptedPods[name] = granted;
      ends.push(since + EVICTION_MS);
    }
  }
  return { disruptedPods, stayed, next: ends.length === 0 ? undefined : Math.min(...ends) };
}

interface Allowed {
  readonly status: 'True' | 'False';
  readonly reason: string;
  readonly message: string;
  readonly now: number;
}

type Conditions = NonNullable<PodDisruptionBudgetStatus['conditions']>;

function withAllowed(budget: Readonly<PodDisruptionBudget>, { status, reason, message, now }: Allowed): Conditions {
  const type = 'DisruptionAllowed';
  const before = budget.status.conditions ?? [];
  const old = before.find((condition) => condition.type === type);
  const { generation = 0 } = budget.metadata;
  const lastTransitionTime = old?.status === status ? old.lastTransitionTime : formatTime(now);
  const condition = { type, status, observedGeneration: generation, lastTransitionTime, reason, message };
  return [...before.filter((each) => each !== old), condition];
}
