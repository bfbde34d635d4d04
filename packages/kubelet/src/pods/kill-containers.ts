/** Ending containers: their last wish, then the request to end, then the end; and everything of a pod in order. */
import type { Container, Pod } from '@wherry/api/core-v1';
import { describeError } from '@wherry/component';
import type { ContainerRecord, PodRecord } from '../runtime/runtime.ts';
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
}

/** Resolves when the container has ended. */
export async function killContainer(
  context: PodContext,
  { pod, found, address, graceSeconds, message }: Killing,
): Promise<void> {
  const { clock, events, runtime } = context;
  const begin = clock.monotonic();
  events.record(pod, { type: 'Normal', reason: 'Killing', message });
  const container = wantedContainers(pod).find((wanted) => wanted.container.name === found.name)?.container;
  const hook = container?.lifecycle?.preStop;
  if (container !== undefined && hook !== undefined && graceSeconds > 0) {
    const late = new AbortController();
    const timer = clock.after(graceSeconds * 1000, () =>
      late.abort(new Error(`it did not end within ${graceSeconds} seconds`)),
    );
    try {
      await runHook(context, hook, { containerId: found.id, container, address, signal: late.signal });
    } catch (error) {
      events.record(pod, {
        type: 'Warning',
        reason: 'FailedPreStopHook',
        message: `PreStopHook failed: ${describeError(error)}`,
      });
    } finally {
      timer.cancel();
    }
  }
  const left = graceSeconds - (clock.monotonic() - begin) / 1000;
  const least = graceSeconds === 0 ? 0 : Math.min(graceSeconds, LEAST_GRACE_SECONDS);
  await runtime.stopContainer(found.id, { graceSeconds: Math.max(least, Math.ceil(left)) });
}

/** Ends all that runs of a pod, sidecars last; all of them share the grace period. The sandbox goes too. */
export async function killPod(
  context: PodContext,
  pod: Readonly<Pod>,
  record: PodRecord,
  graceSeconds: number,
): Promise<void> {
  const { clock, runtime, network } = context;
  const begin = clock.monotonic();
  const address = record.sandboxes[0]?.addresses[0] ?? context.node.address;
  for (const group of terminationOrder(pod, record)) {
    const left = Math.max(0, graceSeconds - Math.floor((clock.monotonic() - begin) / 1000));
    await Promise.all(
      group.map((found) =>
        killContainer(context, {
          pod,
          found,
          address,
          graceSeconds: left,
          message: `Stopping container ${found.name}`,
        }),
      ),
    );
  }
  for (const { id, addresses, isReady } of record.sandboxes) {
    if (!isReady) continue;
    await runtime.stopSandbox(id);
    await network.detach({ pod: record.pod, addresses });
  }
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
