/**
 * What a pod needs of a node at the most demanding moment of its life: containers and sidecars together, or an init
 * container with the sidecars before it; what is given for the pod as a whole replaces the sum; overhead comes on top.
 * Of a pod whose resources are being changed the larger of old and new counts.
 */
import { isPodLevelResource, isSidecar, type Container, type ContainerStatus, type Pod } from '@wherry/api/core-v1';
import { addTo, amountOf, amountsOf, raiseTo, type Amounts } from './amounts.ts';

/** What a container that requests nothing counts as when nodes are compared, though not when they are filled. */
export const DEFAULT_MILLI_CPU = 100;
export const DEFAULT_MEMORY = 200 * 1024 * 1024;

export interface RequestOptions {
  /** Stands in for what a container does not request. */
  readonly missing?: ReadonlyMap<string, number>;
}

export function podRequests(pod: Readonly<Pod>, { missing }: RequestOptions = {}): Amounts {
  const requests = containerRequests(pod, missing);
  for (const [name, text] of Object.entries(pod.spec.resources?.requests ?? {})) {
    if (isPodLevelResource(name)) requests.set(name, amountOf(name, text));
  }
  addTo(requests, amountsOf(pod.spec.overhead));
  return requests;
}

/** The same for comparing nodes, where a pod that asks for nothing must still weigh something. */
export function nonzeroRequests(pod: Readonly<Pod>, requests: ReadonlyMap<string, number>): Amounts {
  const isGivenForPod = Object.keys(pod.spec.resources?.requests ?? {}).some(isPodLevelResource);
  const missing: Amounts = new Map();
  if (!isGivenForPod || !requests.has('cpu')) missing.set('cpu', DEFAULT_MILLI_CPU);
  if (!isGivenForPod || !requests.has('memory')) missing.set('memory', DEFAULT_MEMORY);
  return missing.size === 0 ? new Map(requests) : podRequests(pod, { missing });
}

function containerRequests(pod: Readonly<Pod>, missing: RequestOptions['missing']): Amounts {
  const statuses = new Map<string, ContainerStatus>();
  for (const status of pod.status.containerStatuses ?? []) statuses.set(status.name, status);
  for (const status of pod.status.initContainerStatuses ?? []) statuses.set(status.name, status);
  const requestsOf = (container: Container, status: ContainerStatus | undefined): Amounts => {
    const own = effectiveRequests(pod, { container, status });
    for (const [name, amount] of missing ?? []) if (!own.has(name)) own.set(name, amount);
    return own;
  };
  const total: Amounts = new Map();
  const sidecars: Amounts = new Map();
  const initial: Amounts = new Map();
  for (const container of pod.spec.containers) addTo(total, requestsOf(container, statuses.get(container.name)));
  for (const container of pod.spec.initContainers ?? []) {
    if (isSidecar(container)) {
      const own = requestsOf(container, statuses.get(container.name));
      addTo(total, own);
      addTo(sidecars, own);
      raiseTo(initial, sidecars);
    } else {
      const own = requestsOf(container, undefined);
      addTo(own, sidecars);
      raiseTo(initial, own);
    }
  }
  raiseTo(total, initial);
  return total;
}

interface Placed {
  readonly container: Container;
  readonly status: ContainerStatus | undefined;
}

function effectiveRequests(pod: Readonly<Pod>, { container, status }: Placed): Amounts {
  const wanted = amountsOf(container.resources.requests);
  if (status?.resources === undefined) return wanted;
  const isHopeless = (pod.status.conditions ?? []).some(
    ({ type, reason }) => type === 'PodResizePending' && reason === 'Infeasible',
  );
  const effective: Amounts = isHopeless ? new Map() : wanted;
  raiseTo(effective, amountsOf(status.resources.requests));
  raiseTo(effective, amountsOf(status.allocatedResources));
  return effective;
}
