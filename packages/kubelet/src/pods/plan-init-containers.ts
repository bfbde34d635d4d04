/**
 * The part of a plan that is about init containers. They are looked at from the last to the first: what has been done
 * may have been cleaned away, and the last one that there is a trace of tells how far the pod has come. Sidecars among
 * them are kept running from then on.
 */
import { isSidecar, type Container, type Pod } from '@wherry/api/core-v1';
import { newest, restartsOnFailure } from './pod-containers.ts';
import { reasonToStop, startAction, type PlanInput, type StartAction, type StopAction } from './plan-actions.ts';

export interface InitPlan {
  /** All have done their work; the main containers may run. */
  readonly isDone: boolean;
  /** One has failed for good, and the pod with it. */
  readonly isFailed: boolean;
  readonly stop: readonly StopAction[];
  readonly start: readonly StartAction[];
}

interface Found {
  /** Whether the one after it may start. */
  readonly isDone: boolean;
  readonly isFailed?: boolean;
  readonly stop?: StopAction;
  readonly isToStart?: boolean;
}

export function planInitContainers(input: PlanInput): InitPlan {
  const { pod, record } = input;
  const containers = pod.spec.initContainers ?? [];
  if (containers.length === 0) return { isDone: true, isFailed: false, stop: [], start: [] };
  const begun = hasBegun(input);
  const stop: StopAction[] = [];
  const toStart = new Set<number>();
  let isDone = begun;
  let isReached = begun;
  for (let index = containers.length - 1; index >= 0; index -= 1) {
    const container = containers[index];
    if (container === undefined) continue;
    const found = lookAt(input, container);
    if (found === undefined) {
      if (isReached && isSidecar(container)) toStart.add(index);
      continue;
    }
    // Once the pod has come past them, the others are of no interest.
    if (isReached && !isSidecar(container)) continue;
    if (found.isFailed === true) return { isDone: false, isFailed: true, stop: [], start: [] };
    if (found.stop !== undefined) stop.push(found.stop);
    if (found.isToStart === true) toStart.add(index);
    if (!isReached && found.isDone) {
      if (index === containers.length - 1) isDone = true;
      else toStart.add(index + 1);
    }
    isReached = true;
  }
  if (!isReached) toStart.add(0);
  const start = containers.flatMap((container, index) =>
    toStart.has(index) ? startAction('init', container, { pod, record }) : [],
  );
  return { isDone, isFailed: false, stop, start };
}

/** Whether a main container runs, which says that init containers have done their work in this sandbox. */
function hasBegun({ pod, record }: PlanInput): boolean {
  return pod.spec.containers.some(({ name }) => {
    const found = newest(record, name);
    return found !== undefined && (found.state.type !== 'exited' || found.sandboxId === record?.sandboxes[0]?.id);
  });
}

function lookAt(input: PlanInput, container: Readonly<Container>): Found | undefined {
  const found = newest(input.record, container.name);
  // What ran in a sandbox that is gone says nothing about this one.
  if (found === undefined || found.sandboxId !== input.record?.sandboxes[0]?.id) return undefined;
  switch (found.state.type) {
    case 'created':
      return { isDone: false, isToStart: true };
    case 'running':
      return isSidecar(container) ? lookAtSidecar(input, container) : { isDone: false };
    case 'exited':
      if (isSidecar(container)) return { isDone: false, isToStart: true };
      return afterEnd(input.pod, container, found.state.exitCode);
  }
}

function afterEnd(pod: Readonly<Pod>, container: Readonly<Container>, exitCode: number): Found {
  if (exitCode === 0) return { isDone: true };
  return restartsOnFailure(pod, container) ? { isDone: false, isToStart: true } : { isDone: false, isFailed: true };
}

/** A sidecar has done its part of the preparation as soon as its startup probe has passed. */
function lookAtSidecar({ record, probes }: PlanInput, container: Readonly<Container>): Found {
  const found = newest(record, container.name);
  if (found === undefined) return { isDone: false };
  const stop = reasonToStop({ container, found, probes, noun: 'Init container' });
  const hasStarted = container.startupProbe === undefined || probes.get(found.id, 'startup') === 'success';
  return stop === undefined ? { isDone: hasStarted } : { isDone: hasStarted, stop, isToStart: true };
}
