/**
 * What is to be done for a pod, from what is wanted, what there is, and what probes have found. Pure: the same picture
 * gives the same plan, so it can be made at any time, also by a kubelet that knows nothing of the past.
 */
import { isSidecar, type Container, type Pod } from '@wherry/api/core-v1';
import type { ContainerRecord, PodRecord } from '../runtime/runtime.ts';
import { reasonToStop, startAction, type PlanInput, type StartAction, type StopAction } from './plan-actions.ts';
import { isToStart, newest, restartsOnFailure, sandboxNeed, wantedContainers } from './pod-containers.ts';
import { planInitContainers } from './plan-init-containers.ts';

export interface PodPlan {
  /** Everything is to end, the sandbox included; then the rest of the plan. */
  readonly killAll: boolean;
  /** The attempt of the sandbox to start first. */
  readonly startSandbox?: number;
  readonly stop: readonly StopAction[];
  /** In order. */
  readonly start: readonly StartAction[];
}

/** The plan for a pod that is meant to run. */
export function planPod(input: PlanInput): PodPlan {
  const { pod, record } = input;
  const sandbox = sandboxNeed(pod, record);
  if (sandbox.isNeeded) return planNewSandbox(input, sandbox.attempt);
  const ephemeral = planEphemeral(input);
  const init = planInitContainers(input);
  if (init.isFailed) return { killAll: true, stop: [], start: [] };
  if (!init.isDone) return { killAll: false, stop: init.stop, start: [...ephemeral, ...init.start] };
  const main = pod.spec.containers.map((container) => planMain(input, container));
  const isOver = main.every(({ start, keep }) => start === undefined && !keep);
  // Sidecars have nothing left to serve.
  if (isOver) return { killAll: true, stop: [], start: [] };
  return {
    killAll: false,
    stop: [...init.stop, ...main.flatMap(({ stop }) => stop ?? [])],
    start: [...ephemeral, ...init.start, ...main.flatMap(({ start }) => start ?? [])],
  };
}

/** A pod whose sandbox is gone begins anew, unless all that it was to do is done. */
function planNewSandbox({ pod, record }: PlanInput, attempt: number): PodPlan {
  const nothing = { killAll: true, stop: [], start: [] };
  const { initContainers = [], containers } = pod.spec;
  const hasRun = (record?.containers.length ?? 0) > 0;
  const mayRestart = [...initContainers, ...containers].some((container) => restartsOnFailure(pod, container));
  if (!mayRestart && attempt !== 0 && hasRun) return nothing;
  const wanted = containers.filter((container) => {
    const found = newest(record, container.name);
    return found?.state.type === 'running' || isToStart(pod, container, found);
  });
  if (wanted.length === 0) return nothing;
  const [first] = initContainers;
  const start =
    first === undefined
      ? wanted.map((container) => startAction('main', container, { pod, record }))
      : [startAction('init', first, { pod, record })];
  return { killAll: hasRun || attempt > 0, startSandbox: attempt, stop: [], start };
}

/** They are started once and never again. */
function planEphemeral({ pod, record }: PlanInput): StartAction[] {
  return wantedContainers(pod)
    .filter(({ kind, container }) => kind === 'ephemeral' && newest(record, container.name) === undefined)
    .map(({ container }) => startAction('ephemeral', container, { pod, record }));
}

interface MainPlan {
  readonly keep: boolean;
  readonly stop?: StopAction;
  readonly start?: StartAction;
}

function planMain({ pod, record, probes }: PlanInput, container: Readonly<Container>): MainPlan {
  const found = newest(record, container.name);
  if (found?.state.type !== 'running') {
    const isWanted = isToStart(pod, container, found);
    return isWanted ? { keep: false, start: startAction('main', container, { pod, record }) } : { keep: false };
  }
  const stop = reasonToStop({ container, found, probes, noun: 'Container' });
  if (stop === undefined) return { keep: true };
  // A container that has another image now is replaced, whatever its restart policy says.
  if (stop.why !== 'changed' && !restartsOnFailure(pod, container)) return { keep: true, stop };
  const message = `${stop.message}, will be restarted`;
  return { keep: false, stop: { ...stop, message }, start: startAction('main', container, { pod, record }) };
}

/**
 * In which order the containers of a pod end: first all that do the work, together; then the sidecars, the last one
 * first, each when the one before has ended.
 */
export function terminationOrder(pod: Readonly<Pod>, record: PodRecord): ContainerRecord[][] {
  const running = record.containers.filter(({ state }) => state.type === 'running');
  const sidecars = (pod.spec.initContainers ?? []).filter(isSidecar).map(({ name }) => name);
  const workers = running.filter(({ name }) => !sidecars.includes(name));
  const servers = sidecars.toReversed().map((sidecar) => running.filter(({ name }) => name === sidecar));
  return [workers, ...servers].filter((group) => group.length > 0);
}
