/** Ending containers: their last wish, then the request to end, then the end; and everything of a pod in order. */
import type { Container, Pod } from '@wherry/api/core-v1';
import { describeError } from '@wherry/component';
import type { ContainerRecord, PodRecord } from '../runtime/runtime.ts';
import { containerField } from './container-field.ts';
import { runHook } from './lifecycle-hooks.ts';
import type { PodContext } from './pod-context.ts';
import { wantedContainers } from './pod-containers.ts';
import { terminationOrder } from './plan-pod.ts';

/** However little time is left, a container that was asked to end has this long. */
const LEAST_GRACE_SECONDS = 2;
const DEFAULT_GRACE_SECONDS = 30;

/** How long the containers of a pod have to end. */
export function gracePeriodOf({ metadata, spec }: Readonly<Pod>): number {
  return metadata.deletionGracePeriodSeconds ?? spec.terminationGracePeriodSeconds ?? DEFAULT_GRACE_SECONDS;
}

export interface Killing {
  readonly pod: Readonly<Pod>;
  readonly found: ContainerRecord;
  readonly address: string;
  readonly graceSeconds: number;
  /** As the event says it. */
  readonly message: string;
  /** What it waits for between its last wish and its end. @default nothing */
  readonly turn?: Promise<void>;
  /** Stops waiting; killing may then begin again, with less time. */
  readonly signal: AbortSignal;
}

type KillingContext = Pick<PodContext, 'clock' | 'events' | 'lastWishes' | 'log' | 'runtime'>;

/** Resolves when the container has ended. @throws the signal's reason */
export async function killContainer(context: KillingContext, killing: Killing): Promise<void> {
  const { clock, events, runtime } = context;
  const { pod, found, graceSeconds, message, turn, signal } = killing;
  // A hook that was called off before it began has not had its turn.
  signal.throwIfAborted();
  const begin = clock.monotonic();
  const left = () => graceSeconds - (clock.monotonic() - begin) / 1000;
  if (!context.lastWishes.has(found.id))
    events.record(pod, { type: 'Normal', reason: 'Killing', message, ...containerField(pod, found.name) });
  await lastWish(context, killing);
  if (turn !== undefined) await Promise.race([turn, whenOver(context, left(), signal)]);
  signal.throwIfAborted();
  const grace = Math.max(LEAST_GRACE_SECONDS, Math.ceil(left()));
  await unlessAborted(runtime.stopContainer(found.id, { graceSeconds: grace }), signal);
  context.lastWishes.delete(found.id);
}

/** Runs the preStop hook, once: who kills again, with less patience, does not hear of it again. */
async function lastWish(
  context: KillingContext,
  { pod, found, address, graceSeconds, signal }: Killing,
): Promise<void> {
  const { clock, events, lastWishes } = context;
  if (lastWishes.has(found.id)) return;
  lastWishes.add(found.id);
  const container = wantedContainers(pod).find((wanted) => wanted.container.name === found.name)?.container;
  const hook = container?.lifecycle?.preStop;
  if (container === undefined || hook === undefined || graceSeconds <= 0) return;
  const late = new AbortController();
  const timer = clock.after(graceSeconds * 1000, () => late.abort());
  const either = AbortSignal.any([late.signal, signal]);
  try {
    await unlessAborted(
      runHook(context, hook, { pod, containerId: found.id, container, address, signal: either }),
      either,
    );
  } catch (error) {
    signal.throwIfAborted();
    context.log.info('preStop hook failed', { pod: pod.metadata.name, error: describeError(error) });
    // What the hook has said may be secret.
    const failed = { type: 'Warning', reason: 'FailedPreStopHook', message: 'PreStopHook failed' } as const;
    if (!late.signal.aborted) events.record(pod, { ...failed, ...containerField(pod, found.name) });
  } finally {
    timer.cancel();
  }
}

function whenOver({ clock }: KillingContext, seconds: number, signal: AbortSignal): Promise<void> {
  return clock.sleep(Math.max(0, seconds * 1000), signal);
}

/** Waits for work that cannot be called off; nobody hears how it ends when the signal comes first. */
async function unlessAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  const aborted = Promise.withResolvers<void>();
  const abort = () => aborted.reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
  work.catch(() => undefined);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  try {
    await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/**
 * Ends all that runs of a pod; everything shares the grace period. Hooks run at once. A pod that was deleted is asked to
 * end when nobody is led to it any more and all who were are let in; sidecars wait until those have ended that they serve. The sandbox goes too.
 */
export async function killPod(
  context: PodContext,
  {
    pod,
    record,
    graceSeconds,
    signal,
  }: Pick<Killing, 'pod' | 'graceSeconds' | 'signal'> & { readonly record: PodRecord },
): Promise<void> {
  const { runtime, network } = context;
  const address = record.sandboxes[0]?.addresses[0] ?? context.node.address;
  let turn = isLeaving(pod, graceSeconds) ? whenLeft(context, { pod, record, signal }) : Promise.resolve();
  const all: Promise<void>[] = [];
  for (const group of terminationOrder(pod, record)) {
    const before = turn;
    const kills = group.map((found) => {
      const message = `Stopping container ${found.name}`;
      return killContainer(context, { pod, found, address, graceSeconds, message, turn: before, signal });
    });
    all.push(...kills);
    turn = Promise.allSettled(kills).then(() => undefined);
  }
  await Promise.all(all);
  for (const { id, isReady } of record.sandboxes) {
    if (isReady) await runtime.stopSandbox(id);
    await network.detach({ id });
  }
}

/** Clients are sent elsewhere as soon as a pod is deleted, but not at once. */
const isLeaving = ({ metadata }: Readonly<Pod>, graceSeconds: number): boolean =>
  metadata.deletionTimestamp !== undefined && graceSeconds > 0;

async function whenLeft(
  { lastConnection, acceptQueues }: PodContext,
  { pod, record, signal }: Pick<Killing, 'pod' | 'signal'> & { readonly record: PodRecord },
): Promise<void> {
  await lastConnection(pod, signal);
  await Promise.all(record.sandboxes.map((sandbox) => acceptQueues(sandbox, signal)));
}

/** The grace period of a container whose probe has failed: the probe may have its own. */
export function probeGraceOf(
  pod: Readonly<Pod>,
  container: Readonly<Container> | undefined,
  why: 'changed' | 'startup' | 'liveness',
): number {
  const probe = why === 'startup' ? container?.startupProbe : why === 'liveness' ? container?.livenessProbe : undefined;
  return probe?.terminationGracePeriodSeconds ?? gracePeriodOf(pod);
}
