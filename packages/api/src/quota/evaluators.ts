/** How every kind of object counts for quotas. */
import { ConfigMaps, ReplicationControllers, ResourceQuotas, Secrets } from '../core-v1/resources.ts';
import type { Resource } from '../resources/resource.ts';
import { claimEvaluator } from './claim-evaluator.ts';
import { deviceClaimEvaluator } from './device-claim-evaluator.ts';
import { countName, objectCount, type EvaluatorEntry, type QuotaEvaluator } from './evaluator.ts';
import { podEvaluator } from './pod-evaluator.ts';
import { serviceEvaluator } from './service-evaluator.ts';

const NAMED_TWICE: readonly Resource[] = [ConfigMaps, ResourceQuotas, ReplicationControllers, Secrets];

/** Kinds that count by more than their number, and those whose number has a second name from the time before `count/`. */
export const ownEvaluators: readonly EvaluatorEntry[] = [
  podEvaluator,
  serviceEvaluator,
  claimEvaluator,
  deviceClaimEvaluator,
  ...NAMED_TWICE.map((resource) => ({ resource, evaluator: objectCount(countName(resource), resource.plural) })),
];

/** How a kind counts: in its own way, or by the number of its objects. */
export function evaluatorOf(resource: Pick<Resource, 'group' | 'plural'>): QuotaEvaluator {
  const own = ownEvaluators.find(({ resource: { group, plural } }) => {
    return group === resource.group && plural === resource.plural;
  });
  return own?.evaluator ?? objectCount(countName(resource));
}

/** What is answered at once and never kept, and Events, of which nobody counts the number. */
const UNCOUNTED: ReadonlySet<string> = new Set([
  'bindings',
  'componentstatuses',
  'events',
  'events.events.k8s.io',
  'tokenreviews.authentication.k8s.io',
  'selfsubjectreviews.authentication.k8s.io',
  'subjectaccessreviews.authorization.k8s.io',
  'selfsubjectaccessreviews.authorization.k8s.io',
  'localsubjectaccessreviews.authorization.k8s.io',
  'selfsubjectrulesreviews.authorization.k8s.io',
]);

/** Whether objects of a kind count for quotas at all. */
export function isCounted(resource: Pick<Resource, 'group' | 'plural'>): boolean {
  return !UNCOUNTED.has(countName(resource).slice('count/'.length));
}
