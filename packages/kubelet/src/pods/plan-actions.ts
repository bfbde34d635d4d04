/** What a plan is made of: containers to start and to stop, and what makes them so. */
import type { Container, Pod } from '@wherry/api/core-v1';
import type { ContainerRecord, PodRecord } from '../runtime/runtime.ts';
import { containerHash } from './container-hash.ts';
import { newest, type ContainerKind } from './pod-containers.ts';
import type { ProbeResults } from './probe-results.ts';

export interface PlanInput {
  readonly pod: Readonly<Pod>;
  readonly record: PodRecord | undefined;
  readonly probes: ProbeResults;
}

export interface StartAction {
  readonly kind: ContainerKind;
  readonly name: string;
  /** The restart count that it will have. */
  readonly attempt: number;
  /** As it is defined now: another definition has not crashed yet. */
  readonly hash: string;
  /** When the last one that was defined so ended, in milliseconds since 1970: what a crash back-off counts from. */
  readonly previousEnd?: number;
}

export interface StopAction {
  readonly id: string;
  readonly name: string;
  readonly why: 'changed' | 'startup' | 'liveness';
  /** As the event says it. */
  readonly message: string;
}

export function reasonToStop(given: {
  readonly container: Readonly<Container>;
  readonly found: ContainerRecord;
  readonly probes: ProbeResults;
  readonly noun: 'Container' | 'Init container';
}): StopAction | undefined {
  const { container, found, probes, noun } = given;
  const { id, name } = found;
  if (found.hash !== containerHash(container))
    return { id, name, why: 'changed', message: `${noun} ${name} definition changed` };
  for (const why of ['liveness', 'startup'] as const) {
    if (probes.get(id, why) === 'failure') return { id, name, why, message: `${noun} ${name} failed ${why} probe` };
  }
  return undefined;
}

/** The next attempt at a container; one that was created and never started is the same attempt still. */
export function startAction(
  kind: ContainerKind,
  container: Pick<Container, 'name' | 'image'>,
  { pod, record }: Pick<PlanInput, 'pod' | 'record'>,
): StartAction {
  const found = newest(record, container.name);
  const { name } = container;
  const hash = containerHash(container);
  if (found === undefined) return { kind, name, attempt: attemptAfter(pod, kind, name), hash };
  if (found.state.type === 'created' && found.hash === hash) return { kind, name, attempt: found.attempt, hash };
  return { kind, name, attempt: found.attempt + 1, hash, ...lastEnd(record, name, hash) };
}

/** Of a container of which there is no trace: somebody may have removed one, and its restarts go on from what was said. */
function attemptAfter({ status }: Readonly<Pod>, kind: ContainerKind, name: string): number {
  const said = {
    init: status.initContainerStatuses,
    main: status.containerStatuses,
    ephemeral: status.ephemeralContainerStatuses,
  };
  const old = said[kind]?.find((each) => each.name === name);
  if (old === undefined) return 0;
  return (old.containerID ?? '') === '' ? old.restartCount : old.restartCount + 1;
}

/** Of what is yet to be stopped, the end counts only the next time. */
function lastEnd(record: PodRecord | undefined, name: string, hash: string): { readonly previousEnd?: number } {
  for (const found of record?.containers ?? []) {
    if (found.name === name && found.hash === hash && found.state.type === 'exited')
      return { previousEnd: found.state.finishedAt };
  }
  return {};
}
