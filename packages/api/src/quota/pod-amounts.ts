/**
 * What a pod requests or is limited to, as it is charged for: containers at the most demanding moment, what is given for
 * the pod as a whole in place of their sum, overhead on top. Of a pod that is being resized the larger of old and new
 * counts, unless its node can never give it the new.
 */
import type { Container } from '../core-v1/container.ts';
import type { ContainerStatus } from '../core-v1/container-status.ts';
import { aggregateAmounts, raiseTo, type ResourceAmounts } from '../core-v1/pod-resources.ts';
import type { Pod } from '../core-v1/pod.ts';
import { isPodLevelResource } from '../core-v1/resource-name.ts';
import { parseAmounts, type Amounts } from './amounts.ts';

type Side = 'requests' | 'limits';

export function podAmounts(pod: Readonly<Pod>, side: Side): Amounts {
  const statuses = new Map<string, ContainerStatus>();
  for (const status of pod.status.containerStatuses ?? []) statuses.set(status.name, status);
  for (const status of pod.status.initContainerStatuses ?? []) statuses.set(status.name, status);
  const isHopeless = (pod.status.conditions ?? []).some(
    ({ type, reason }) => type === 'PodResizePending' && reason === 'Infeasible',
  );
  const amounts = aggregateAmounts(pod.spec, (container) => {
    return effective(container, { status: statuses.get(container.name), isHopeless, side });
  });
  for (const [name, amount] of parseAmounts(pod.spec.resources?.[side])) {
    if (isPodLevelResource(name)) amounts.set(name, amount);
  }
  for (const [name, amount] of parseAmounts(pod.spec.overhead)) {
    const present = amounts.get(name);
    // Overhead is no limit where there is none.
    if (present !== undefined || side === 'requests') amounts.set(name, present?.add(amount) ?? amount);
  }
  return amounts;
}

interface Effective {
  readonly status: ContainerStatus | undefined;
  readonly isHopeless: boolean;
  readonly side: Side;
}

function effective(container: Container, { status, isHopeless, side }: Effective): ResourceAmounts {
  const wanted: ResourceAmounts = new Map(parseAmounts(container.resources[side]));
  if (status?.resources === undefined) return wanted;
  const amounts: ResourceAmounts = isHopeless ? new Map() : wanted;
  raiseTo(amounts, parseAmounts(status.resources[side]));
  if (side === 'requests') raiseTo(amounts, parseAmounts(status.allocatedResources));
  return amounts;
}
