/** What is so about a pod, as far as the kubelet says it. Pure. */
import { formatTime } from '@wherry/api';
import { isSidecar, type ContainerStatus, type PodCondition, type PodPhase } from '@wherry/api/core-v1';
import { sandboxNeed } from '../pods/pod-containers.ts';
import type { PodPicture, Verdict } from './picture.ts';

/** Of the containers that count. */
export interface PhaseAndStatuses {
  readonly phase: PodPhase;
  readonly init: readonly ContainerStatus[];
  readonly main: readonly ContainerStatus[];
}

interface Finding {
  readonly status: 'True' | 'False';
  readonly reason?: string;
  readonly message?: string;
}

/** The kubelet's own conditions, in their order; each keeps the time of its last change. */
export function podConditions(picture: PodPicture, known: PhaseAndStatuses): PodCondition[] {
  const { pod, now } = picture;
  const ready = containersReady(picture, known);
  const findings: readonly (readonly [string, Finding])[] = [
    ['PodReadyToStartContainers', { status: sandboxNeed(pod, picture.record).isNeeded ? 'False' : 'True' }],
    ['Initialized', initialized(picture, known)],
    ['Ready', ready.status === 'True' ? throughGates(picture) : ready],
    ['ContainersReady', ready],
    ['PodScheduled', { status: 'True' }],
    ...resizing(picture),
    ...(picture.verdict?.isDisruption === true ? [['DisruptionTarget', disrupted(picture.verdict)] as const] : []),
  ];
  return findings.map(([type, finding]) => {
    const old = pod.status.conditions?.find((condition) => condition.type === type);
    const since = old?.status === finding.status ? old.lastTransitionTime : undefined;
    const { generation } = pod.metadata;
    return {
      type,
      ...(generation === undefined ? {} : { observedGeneration: generation }),
      ...finding,
      lastTransitionTime: since ?? formatTime(now),
    };
  });
}

/** Of these two, what does not hold is not said at all. */
function resizing({ resize }: PodPicture): readonly (readonly [string, Finding])[] {
  const { pending, error } = resize ?? {};
  if (pending !== undefined) return [['PodResizePending', { status: 'True', ...pending }]];
  if (error === undefined) return [];
  return [['PodResizeInProgress', { status: 'True', reason: 'Error', message: error }]];
}

function disrupted({ message }: Verdict): Finding {
  return { status: 'True', reason: 'TerminationByKubelet', message };
}

function containersReady({ pod }: PodPicture, { phase, init, main }: PhaseAndStatuses): Finding {
  if (phase === 'Failed') return { status: 'False', reason: 'PodFailed' };
  if (phase === 'Succeeded') return { status: 'False', reason: 'PodCompleted' };
  const wanted = [...(pod.spec.initContainers ?? []).filter(isSidecar), ...pod.spec.containers];
  const statuses = [...init, ...main];
  const unready = wanted.filter(({ name }) => statuses.find((status) => status.name === name)?.ready !== true);
  if (unready.length === 0) return { status: 'True' };
  const message = `containers with unready status: ${bracketed(unready)}`;
  return { status: 'False', reason: 'ContainersNotReady', message };
}

function throughGates({ pod }: PodPicture): Finding {
  const messages = (pod.spec.readinessGates ?? []).flatMap(({ conditionType: type }) => {
    const condition = pod.status.conditions?.find((candidate) => candidate.type === type);
    if (condition === undefined) return `corresponding condition of pod readiness gate "${type}" does not exist.`;
    if (condition.status === 'True') return [];
    return `the status of pod readiness gate "${type}" is not "True", but ${condition.status}`;
  });
  if (messages.length === 0) return { status: 'True' };
  return { status: 'False', reason: 'ReadinessGatesNotReady', message: messages.join(', ') };
}

function initialized({ pod }: PodPicture, { phase, init, main }: PhaseAndStatuses): Finding {
  if (phase === 'Succeeded') return { status: 'True', reason: 'PodCompleted' };
  // Sidecars that come and go later do not undo it.
  const hasBegun = main.some(
    ({ state, lastState, started }) => started === true || state.terminated || lastState.terminated,
  );
  if (hasBegun) return { status: 'True' };
  const incomplete = (pod.spec.initContainers ?? []).filter((container) => {
    const status = init.find(({ name }) => name === container.name);
    return isSidecar(container) ? status?.started !== true : status?.ready !== true;
  });
  if (incomplete.length === 0) return { status: 'True' };
  const message = `containers with incomplete status: ${bracketed(incomplete)}`;
  return { status: 'False', reason: 'ContainersNotInitialized', message };
}

/** As Go prints a list of strings. */
function bracketed(containers: readonly { readonly name: string }[]): string {
  return `[${containers.map(({ name }) => name).join(' ')}]`;
}
