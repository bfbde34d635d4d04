/**
 * How pods count for quotas: by their number, and by what they request and are limited to until they have ended.
 * Source: Kubernetes' pod evaluator.
 */
import type { PodAffinityTerm } from '../core-v1/affinity.ts';
import type { Container } from '../core-v1/container.ts';
import { computeQosClass } from '../core-v1/pod-resources.ts';
import type { Pod } from '../core-v1/pod.ts';
import { isExtendedResource, isHugePages, isNativeResource, isQuotaHugePages } from '../core-v1/resource-name.ts';
import type { ScopedResourceSelectorRequirement } from '../core-v1/resource-quota.ts';
import { Pods } from '../core-v1/resources.ts';
import { addAmounts, oneOf, parseAmounts, type Amounts } from './amounts.ts';
import { countName, evaluatorFor } from './evaluator.ts';
import { podAmounts } from './pod-amounts.ts';
import { isNameInScope } from './scope-values.ts';

const COUNT = countName(Pods);
const COMPUTE = ['cpu', 'memory', 'ephemeral-storage'] as const;
const NAMES: ReadonlySet<string> = new Set([
  COUNT,
  'pods',
  ...COMPUTE.flatMap((name) => [name, `requests.${name}`, `limits.${name}`]),
]);

/** Whoever limits these makes every container name them: a mistake of old that stays as it is. */
const DEMANDED: ReadonlySet<string> = new Set(
  ['cpu', 'memory'].flatMap((name) => [name, `requests.${name}`, `limits.${name}`]),
);

export const podEvaluator = evaluatorFor(Pods, { counts, usageOf, isInScope, missingOf });

function counts(name: string): boolean {
  return NAMES.has(name) || isQuotaHugePages(name) || (!isNativeResource(name) && name.startsWith('requests.'));
}

function usageOf(pod: Readonly<Pod>, now: Date): Amounts {
  const number = oneOf(COUNT);
  if (!isCharged(pod, now)) return number;
  const usage = computeUsage(podAmounts(pod, 'requests'), podAmounts(pod, 'limits'));
  return addAmounts(addAmounts(number, oneOf('pods')), usage);
}

/** A pod that has ended, or should have, takes nothing any more. */
export function isCharged({ status, metadata }: Readonly<Pod>, now: Date): boolean {
  if (status.phase === 'Failed' || status.phase === 'Succeeded') return false;
  const { deletionTimestamp, deletionGracePeriodSeconds } = metadata;
  if (deletionTimestamp === undefined || deletionGracePeriodSeconds === undefined) return true;
  return now.getTime() <= new Date(deletionTimestamp).getTime() + deletionGracePeriodSeconds * 1000;
}

/** The names that quotas have for requests and limits. */
function computeUsage(requests: Amounts, limits: Amounts): Amounts {
  const usage = new Map<string, NonNullable<ReturnType<Amounts['get']>>>();
  for (const [name, amount] of requests) {
    const isCompute = COMPUTE.some((each) => each === name);
    if (isCompute || isHugePages(name)) usage.set(name, amount);
    if (isCompute || isHugePages(name) || isExtendedResource(name)) usage.set(`requests.${name}`, amount);
  }
  for (const name of COMPUTE) {
    const limit = limits.get(name);
    if (limit !== undefined) usage.set(`limits.${name}`, limit);
  }
  return usage;
}

function missingOf({ spec }: Readonly<Pod>, names: readonly string[]): string | undefined {
  const given = spec.resources;
  if (Object.keys({ ...given?.requests, ...given?.limits }).length > 0) return undefined;
  const demanded = names.filter((name) => DEMANDED.has(name)).toSorted();
  const containers = [...spec.containers, ...(spec.initContainers ?? [])];
  const lacking = demanded.flatMap((name) => {
    const without = containers.filter((container) => !namesOf(container).has(name)).map((container) => container.name);
    return without.length === 0 ? [] : [`${name} for: ${[...new Set(without)].toSorted().join(',')}`];
  });
  return lacking.length === 0 ? undefined : `must specify ${lacking.join('; ')}`;
}

function namesOf({ resources }: Container): Amounts {
  return computeUsage(parseAmounts(resources.requests), parseAmounts(resources.limits));
}

function isInScope(pod: Readonly<Pod>, scope: Readonly<ScopedResourceSelectorRequirement>): boolean {
  const { activeDeadlineSeconds: deadline, priorityClassName = '' } = pod.spec;
  const isTerminating = deadline !== undefined && deadline >= 0;
  switch (scope.scopeName) {
    case 'Terminating':
      return isTerminating;
    case 'NotTerminating':
      return !isTerminating;
    case 'BestEffort':
      return computeQosClass(pod.spec) === 'BestEffort';
    case 'NotBestEffort':
      return computeQosClass(pod.spec) !== 'BestEffort';
    case 'PriorityClass':
      return isNameInScope(scope, priorityClassName === '' ? undefined : priorityClassName);
    case 'CrossNamespacePodAffinity':
      return affinityTerms(pod).some(({ namespaces = [], namespaceSelector }) => {
        return namespaces.length > 0 || namespaceSelector !== undefined;
      });
    case 'VolumeAttributesClass':
      return false;
  }
}

function affinityTerms({ spec: { affinity } }: Readonly<Pod>): PodAffinityTerm[] {
  return [affinity?.podAffinity, affinity?.podAntiAffinity].flatMap((side) => [
    ...(side?.requiredDuringSchedulingIgnoredDuringExecution ?? []),
    ...(side?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(({ podAffinityTerm }) => podAffinityTerm),
  ]);
}
