/** What the containers of a pod need together, and into which class of service that puts it. */
import type { Container } from './container.ts';
import { isSidecar } from './pod-containers.ts';
import type { PodQOSClass } from './pod-status.ts';
import type { Pod, PodSpec } from './pod.ts';
import type { ResourceRequirements } from './resource-requirements.ts';
import { Quantity } from '../scalars/quantity.ts';

export type ResourceAmounts = Map<string, Quantity>;
type Side = 'requests' | 'limits';

/**
 * What the containers of a pod request or are limited to, at the most demanding moment of its life: containers and
 * sidecars together, or an init container with the sidecars that were started before it. Overhead and what is given
 * for the pod as a whole are not looked at.
 */
export function aggregateContainerResources(
  spec: Pick<PodSpec, 'containers' | 'initContainers'>,
  side: Side,
): ResourceAmounts {
  return aggregateAmounts(spec, (container) => amountsOf(container, side));
}

/** The same for amounts that are not simply those of the spec. `ownOf` returns a new map for each container. */
export function aggregateAmounts(
  spec: Pick<PodSpec, 'containers' | 'initContainers'>,
  ownOf: (container: Readonly<Container>) => ResourceAmounts,
): ResourceAmounts {
  const total: ResourceAmounts = new Map();
  const sidecars: ResourceAmounts = new Map();
  const initial: ResourceAmounts = new Map();
  for (const container of spec.containers) addTo(total, ownOf(container));
  for (const container of spec.initContainers ?? []) {
    const own = ownOf(container);
    if (isSidecar(container)) {
      addTo(total, own);
      addTo(sidecars, own);
      raiseTo(initial, sidecars);
    } else {
      addTo(own, sidecars);
      raiseTo(initial, own);
    }
  }
  raiseTo(total, initial);
  return total;
}

/** The class of service: the one that the pod has, or the one that its requests and limits make. */
export function qosClassOf(pod: Readonly<Pod>): PodQOSClass {
  return pod.status.qosClass ?? computeQosClass(pod.spec);
}

/**
 * Guaranteed if every container, or the pod as a whole, has limits for CPU and memory and requests the same;
 * BestEffort if nothing is requested or limited; else Burstable.
 */
export function computeQosClass(spec: Readonly<PodSpec>): PodQOSClass {
  const requests: ResourceAmounts = new Map();
  const limits: ResourceAmounts = new Map();
  let isLimited = true;
  for (const { requests: own, limits: most } of requirementsOf(spec)) {
    addTo(requests, computeAmounts(own));
    const found = computeAmounts(most);
    addTo(limits, found);
    if (found.size < 2) isLimited = false;
  }
  if (requests.size === 0 && limits.size === 0) return 'BestEffort';
  const areEqual =
    requests.size === limits.size && [...requests].every(([name, amount]) => limits.get(name)?.equals(amount) === true);
  return isLimited && areEqual ? 'Guaranteed' : 'Burstable';
}

function requirementsOf(spec: Readonly<PodSpec>): ResourceRequirements[] {
  if (spec.resources !== undefined) return [spec.resources];
  return [...spec.containers, ...(spec.initContainers ?? [])].map(({ resources }) => resources);
}

function computeAmounts(amounts: Readonly<Record<string, string>> = {}): ResourceAmounts {
  const found: ResourceAmounts = new Map();
  for (const name of ['cpu', 'memory']) {
    const quantity = Quantity.parse(amounts[name] ?? '0');
    if (quantity.sign() > 0) found.set(name, quantity);
  }
  return found;
}

function amountsOf(container: Readonly<Container>, side: Side): ResourceAmounts {
  return new Map(Object.entries(container.resources[side] ?? {}).map(([name, text]) => [name, Quantity.parse(text)]));
}

function addTo(sum: ResourceAmounts, more: ReadonlyMap<string, Quantity>): void {
  for (const [name, amount] of more) sum.set(name, sum.get(name)?.add(amount) ?? amount);
}

/** Raises each amount to the other's, where that is more. */
export function raiseTo(maximum: ResourceAmounts, other: ReadonlyMap<string, Quantity>): void {
  for (const [name, amount] of other) {
    const present = maximum.get(name);
    if (present === undefined || amount.compare(present) > 0) maximum.set(name, amount);
  }
}
