/** What a pod or claim has against the bounds of a LimitRange, in Kubernetes' words. */
import { Quantity } from '@wherry/api';
import {
  aggregateContainerResources,
  type LimitRange,
  type LimitRangeItem,
  type PersistentVolumeClaim,
  type Pod,
  type ResourceAmounts,
} from '@wherry/api/core-v1';
import { faultOfMaximum, faultOfMinimum, faultOfRatio, faultOfRequestMaximum, type Bound } from './bounds.ts';

/** The resources that can be given for a pod as a whole. */
const POD_LEVEL = (name: string): boolean => name === 'cpu' || name === 'memory' || name.startsWith('hugepages-');

export function faultsOfPod(pod: Readonly<Pod>, { spec: { limits } }: Readonly<LimitRange>): string[] {
  return limits.flatMap((item) => {
    if (item.type === 'Container') {
      const containers = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])];
      return containers.flatMap(({ resources }) =>
        faultsOf(item, { requests: amounts(resources.requests), limits: amounts(resources.limits) }),
      );
    }
    return item.type === 'Pod' ? faultsOf(item, amountsOfPod(pod)) : [];
  });
}

/** Of a claim only the request counts. */
export function faultsOfClaim({ spec }: Readonly<PersistentVolumeClaim>, { spec: { limits } }: LimitRange): string[] {
  const given = { requests: amounts(spec.resources.requests), limits: new Map<string, Quantity>() };
  return limits
    .filter(({ type }) => type === 'PersistentVolumeClaim')
    .flatMap(({ type, min, max }) => [
      ...boundsOf(type, min).flatMap((bound) => faultOfMinimum(bound, given) ?? []),
      ...boundsOf(type, max).flatMap((bound) => faultOfRequestMaximum(bound, given) ?? []),
    ]);
}

interface Amounts {
  readonly requests: ResourceAmounts;
  readonly limits: ResourceAmounts;
}

function faultsOf({ type, min, max, maxLimitRequestRatio }: LimitRangeItem, given: Amounts): string[] {
  return [
    ...boundsOf(type, min).flatMap((bound) => faultOfMinimum(bound, given) ?? []),
    ...boundsOf(type, max).flatMap((bound) => faultOfMaximum(bound, given) ?? []),
    ...boundsOf(type, maxLimitRequestRatio).flatMap((bound) => faultOfRatio(bound, given) ?? []),
  ];
}

type Quantities = Readonly<Record<string, string>> | undefined;

function boundsOf(type: string, quantities: Quantities): Bound[] {
  return [...amounts(quantities)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([resource, enforced]) => ({ type, resource, enforced }));
}

function amounts(quantities: Quantities = {}): ResourceAmounts {
  return new Map(Object.entries(quantities).map(([name, text]) => [name, Quantity.parse(text)]));
}

function amountsOfPod({ spec }: Readonly<Pod>): Amounts {
  const side = (which: 'requests' | 'limits'): ResourceAmounts => {
    const own = [...amounts(spec.resources?.[which])].filter(([name]) => POD_LEVEL(name));
    return new Map([...aggregateContainerResources(spec, which), ...own]);
  };
  return { requests: side('requests'), limits: side('limits') };
}
