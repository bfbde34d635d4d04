/** Whether the disruption of a pod is within its budget, and the budget when it is. Pure. */
import { compileLabelSelector, forbidden, StatusError } from '@wherry/api';
import type { Pod } from '@wherry/api/core-v1';
import type { PodDisruptionBudget } from '@wherry/api/policy-v1';

type Status = PodDisruptionBudget['status'];

/** So many pods may be on their way out without the budget's controller having noticed. */
const MOST_DISRUPTED = 2000;
const PROCESSING_SECONDS = 10;
const REFUSAL = "Cannot evict pod as it would violate the pod's disruption budget.";

/** Whether a pod serves nobody: it may go, whatever budgets say. */
export function servesNobody({ metadata, status }: Readonly<Pod>): boolean {
  const { phase } = status;
  return phase === 'Succeeded' || phase === 'Failed' || phase === 'Pending' || metadata.deletionTimestamp !== undefined;
}

/** The budgets that count a pod, of those of its namespace. */
export function budgetsOf(
  { metadata }: Readonly<Pod>,
  budgets: readonly Readonly<PodDisruptionBudget>[],
): Readonly<PodDisruptionBudget>[] {
  return budgets.filter(({ spec }) => {
    try {
      return compileLabelSelector(spec.selector).matches(metadata.labels ?? {});
    } catch {
      // What cannot be read selects nothing.
      return false;
    }
  });
}

/** Whether a pod that is not ready may go without counting, because those that are there suffice. */
export function goesUncounted(pod: Readonly<Pod>, { spec, status }: Readonly<PodDisruptionBudget>): boolean {
  const isReady = pod.status.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True');
  if (isReady === true) return false;
  if (spec.unhealthyPodEvictionPolicy === 'AlwaysAllow') return true;
  return status.currentHealthy >= status.desiredHealthy && status.desiredHealthy > 0;
}

export interface Spending {
  readonly pod: string;
  /** RFC 3339. */
  readonly now: string;
}

/**
 * The budget with one disruption less, and the pod noted in it.
 * @throws StatusError 429 when none is left, or when the budget has not been computed yet
 */
export function spendBudget(budget: Readonly<PodDisruptionBudget>, { pod, now }: Spending): PodDisruptionBudget {
  const { metadata, status } = budget;
  const name = metadata.name ?? '';
  if ((status.observedGeneration ?? 0) < (metadata.generation ?? 0)) throw stillProcessed(name);
  const refuse = (why: string) =>
    forbidden(why, { resource: { group: 'policy', resource: 'poddisruptionbudget' }, name });
  if (status.disruptionsAllowed < 0) throw refuse('pdb disruptions allowed is negative');
  if (Object.keys(status.disruptedPods ?? {}).length > MOST_DISRUPTED) {
    throw refuse('DisruptedPods map too big - too many evictions not confirmed by PDB controller');
  }
  if (status.disruptionsAllowed === 0) throw violation(whyNone(name, status));
  const left = { ...status, disruptionsAllowed: status.disruptionsAllowed - 1 };
  const disruptedPods = { ...status.disruptedPods, [pod]: now };
  return { ...budget, status: { ...withCondition(left, now), disruptedPods } };
}

/** 429: the controller of the budget has to look at it first. */
export function stillProcessed(budget: string): StatusError {
  const message = `The disruption budget ${budget} is still being processed by the server.`;
  return violation(message, PROCESSING_SECONDS);
}

function violation(message: string, retryAfterSeconds = 0): StatusError {
  return new StatusError({
    code: 429,
    reason: 'TooManyRequests',
    message: REFUSAL,
    details: { causes: [{ reason: 'DisruptionBudget', message }], retryAfterSeconds },
  });
}

function whyNone(name: string, { currentHealthy, desiredHealthy, conditions = [] }: Status): string {
  if (currentHealthy <= desiredHealthy) {
    return `The disruption budget ${name} needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`;
  }
  const condition = conditions.find(({ type }) => type === CONDITION);
  const none = `The disruption budget ${name} does not allow evicting pods currently`;
  return condition?.reason === 'SyncFailed' ? `${none} because it failed sync: ${condition.message}` : none;
}

const CONDITION = 'DisruptionAllowed';

/** The last disruption that is allowed takes the condition with it. */
function withCondition(status: Status, now: string): Status {
  if (status.disruptionsAllowed > 0) return status;
  const conditions = status.conditions ?? [];
  const old = conditions.find(({ type }) => type === CONDITION);
  const condition = {
    type: CONDITION,
    status: 'False',
    ...(status.observedGeneration === undefined ? {} : { observedGeneration: status.observedGeneration }),
    lastTransitionTime: old?.status === 'False' ? old.lastTransitionTime : now,
    reason: 'InsufficientPods',
    message: '',
  } as const;
  return { ...status, conditions: [...conditions.filter(({ type }) => type !== CONDITION), condition] };
}
