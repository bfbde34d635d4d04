/**
 * What a request does to a quota: nothing, something that it still allows, or too much. Pure; source: the quota evaluator
 * of Kubernetes' admission.
 */
import type { ResourceQuota } from '@wherry/api/core-v1';
import {
  addAmounts,
  describeAmounts,
  formatAmounts,
  growthOf,
  isInScopes,
  only,
  parseAmounts,
  withoutZeros,
  type Amounts,
  type QuotaEvaluator,
} from '@wherry/api/quota';
import type { KubeObject } from '@wherry/api/resources';

/** What a request asks of the quotas of its namespace. */
export interface Demand {
  readonly evaluator: QuotaEvaluator;
  readonly object: Readonly<KubeObject>;
  /** What was there before, which was charged for already. */
  readonly old?: Readonly<KubeObject>;
  /** What has become larger is charged for, even if it is too much: it cannot be undone. */
  readonly isDone: boolean;
  readonly now: Date;
}

export type Charge =
  | { readonly kind: 'none' }
  | { readonly kind: 'refused'; readonly why: string }
  /** What is used when the request has been carried out. */
  | { readonly kind: 'charged'; readonly used: Record<string, string> };

const NONE: Charge = { kind: 'none' };

export function planCharge(quota: Readonly<ResourceQuota>, demand: Demand): Charge {
  const { evaluator, object, now } = demand;
  const hard = parseAmounts(quota.status.hard);
  const names = [...hard.keys()].filter((name) => evaluator.counts(name));
  if (names.length === 0 || !isInScopes(quota, { evaluator, object })) return NONE;
  const used = parseAmounts(quota.status.used);
  const why = unfit(quota, { demand, names, used });
  if (why !== undefined) return { kind: 'refused', why };
  const usage = evaluator.usageOf(object, now);
  const negative = [...usage].filter(([, amount]) => amount.sign() < 0).map(([name]) => name);
  if (negative.length > 0) return refused(`quota usage is negative for resource(s): ${listed(negative)}`);
  const requested = only(withoutZeros(newlyUsed(quota, { demand, usage })), (name) => hard.has(name));
  if (requested.size === 0) return NONE;
  const after = addAmounts(used, requested);
  const exceeded = exceeding(
    only(after, (name) => requested.has(name)),
    hard,
  );
  if (exceeded.size === 0 || demand.isDone) return { kind: 'charged', used: formatAmounts(after) };
  const [asked, present, limits] = [requested, used, hard].map((amounts) => {
    return describeAmounts(only(amounts, (name) => exceeded.has(name)));
  });
  const { name = '' } = quota.metadata;
  return refused(`exceeded quota: ${name}, requested: ${asked}, used: ${present}, limited: ${limits}`);
}

interface Judged {
  readonly demand: Demand;
  readonly names: readonly string[];
  readonly used: Amounts;
}

/** Why it cannot even be said what the request takes. */
function unfit({ metadata: { name = '' } }: Readonly<ResourceQuota>, judged: Judged): string | undefined {
  const { demand, names, used } = judged;
  const missing = demand.evaluator.missingOf?.(demand.object, names);
  if (missing !== undefined) return `failed quota: ${name}: ${missing}`;
  if (names.every((each) => used.has(each))) return undefined;
  return `status unknown for quota: ${name}, resources: ${listed(names)}`;
}

/** What is charged for: all of a new object, and by how much a changed one has grown. */
function newlyUsed(
  quota: Readonly<ResourceQuota>,
  { demand: { evaluator, old, now }, usage }: { readonly demand: Demand; readonly usage: Amounts },
): Amounts {
  // What was in another scope was another quota's.
  if (old === undefined || !isInScopes(quota, { evaluator, object: old })) return usage;
  return growthOf(usage, evaluator.usageOf(old, now));
}

function exceeding(amounts: Amounts, hard: Amounts): ReadonlySet<string> {
  const isTooMuch = (name: string): boolean => {
    const [amount, limit] = [amounts.get(name), hard.get(name)];
    return amount !== undefined && limit !== undefined && amount.compare(limit) > 0;
  };
  return new Set([...amounts.keys()].filter(isTooMuch));
}

const refused = (why: string): Charge => ({ kind: 'refused', why });

const listed = (names: readonly string[]): string => names.toSorted().join(',');
