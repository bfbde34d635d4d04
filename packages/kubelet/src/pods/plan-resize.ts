/**
 * Changes of what running containers may use: which are to be made now, and which have to wait because the node has not
 * enough. Pure. What a container runs with is what the engine says of it; nothing else has to be remembered.
 */
import { Quantity } from '@wherry/api';
import { aggregateContainerResources, isSidecar, type Container, type Pod } from '@wherry/api/core-v1';
import { resourceLimits } from '../containers/resource-limits.ts';
import type { ContainerRecord, ContainerResources, PodRecord } from '../runtime/runtime.ts';
import { newest } from './pod-containers.ts';

export interface ResizeInput {
  readonly pod: Readonly<Pod>;
  readonly record: PodRecord | undefined;
  /** The other pods of the node. */
  readonly others: readonly Readonly<Pod>[];
  readonly allocatable: Readonly<Record<string, string>>;
}

export interface ResizeAction {
  readonly id: string;
  readonly name: string;
  readonly resources: ContainerResources;
  /** The container asks to be restarted rather than changed while it runs. */
  readonly isRestart: boolean;
}

export interface ResizePlan {
  readonly actions: readonly ResizeAction[];
  /** Why nothing is done, though something is wanted. */
  readonly pending?: ResizePending;
}

export interface ResizePending {
  readonly reason: 'Deferred' | 'Infeasible';
  readonly message: string;
}

export function planResize(input: ResizeInput): ResizePlan {
  const { pod, record } = input;
  const lasting = [...(pod.spec.initContainers ?? []).filter(isSidecar), ...pod.spec.containers];
  const actions = lasting.flatMap((container) => {
    const found = newest(record, container.name);
    return found === undefined ? [] : (actionFor(pod, container, found) ?? []);
  });
  if (actions.length === 0) return { actions };
  const pending = pendingOf(input);
  return pending === undefined ? { actions } : { actions: [], pending };
}

/** Whether a running container has other limits than its pod says. */
export function isToResize(pod: Readonly<Pod>, container: Readonly<Container>, found: ContainerRecord): boolean {
  return actionFor(pod, container, found) !== undefined;
}

function actionFor(
  pod: Readonly<Pod>,
  container: Readonly<Container>,
  { id, name, state, resources: has }: ContainerRecord,
): ResizeAction | undefined {
  if (state.type !== 'running' || has === undefined) return undefined;
  const { oomScore: _fixed, ...wanted } = resourceLimits(pod, container, { memoryCapacity: 1 });
  const isCpu = wanted.cpuShares !== has.cpuShares || wanted.cpuQuota !== has.cpuQuota;
  const isMemory = wanted.memoryBytes !== has.memoryBytes;
  if (!isCpu && !isMemory) return undefined;
  const restarts = (resource: string) =>
    container.resizePolicy?.find(({ resourceName }) => resourceName === resource)?.restartPolicy === 'RestartContainer';
  return { id, name, resources: wanted, isRestart: (isCpu && restarts('cpu')) || (isMemory && restarts('memory')) };
}

function pendingOf({ pod, others, allocatable }: ResizeInput): ResizePending | undefined {
  const active = others.filter(({ status: { phase } }) => phase !== 'Failed' && phase !== 'Succeeded');
  for (const [resource, requested] of aggregateContainerResources(pod.spec, 'requests')) {
    if (resource !== 'cpu' && resource !== 'memory') continue;
    const capacity = Quantity.parse(allocatable[resource] ?? '0');
    const plain = (amount: Quantity) => String(resource === 'cpu' ? amount.milliValue() : amount.value());
    if (requested.compare(capacity) > 0) {
      const amounts = `requested: ${plain(requested)}, capacity: ${plain(capacity)}`;
      return { reason: 'Infeasible', message: `Node didn't have enough capacity: ${resource}, ${amounts}` };
    }
    const used = active.reduce(
      (sum, other) => sum.add(aggregateContainerResources(other.spec, 'requests').get(resource) ?? Quantity.ZERO),
      Quantity.ZERO,
    );
    if (used.add(requested).compare(capacity) <= 0) continue;
    const amounts = `requested: ${plain(requested)}, used: ${plain(used)}, capacity: ${plain(capacity)}`;
    return { reason: 'Deferred', message: `Node didn't have enough resource: ${resource}, ${amounts}` };
  }
  return undefined;
}
