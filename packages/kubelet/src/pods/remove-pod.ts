/** Taking away what is left of pods: everything of one that the API has no more, and what is old of one that it has. */
import type { PodRecord } from '../runtime/runtime.ts';
import type { PodContext } from './pod-context.ts';

const ORPHAN_GRACE_SECONDS = 2;
/** How many containers of a name are kept, for their logs and their last state. */
const KEPT_ATTEMPTS = 2;

export async function removePod(context: PodContext, uid: string, record: PodRecord | undefined): Promise<void> {
  const { runtime, volumes, backoff, network } = context;
  const containers = record?.containers ?? [];
  const running = containers.filter(({ state }) => state.type === 'running');
  await Promise.all(running.map(({ id }) => runtime.stopContainer(id, { graceSeconds: ORPHAN_GRACE_SECONDS })));
  await Promise.all(containers.map(({ id }) => runtime.removeContainer(id)));
  for (const { id } of record?.sandboxes ?? []) {
    await runtime.stopSandbox(id);
    await network.detach({ id });
    await runtime.removeSandbox(id);
  }
  network.release({ uid });
  await volumes.remove(uid);
  backoff.forget(`${uid}/`);
}

/** Old attempts and sandboxes are of no use to anybody. Resolves with what there is of the pod. */
export async function removeOldAttempts({ runtime }: PodContext, uid: string): Promise<PodRecord | undefined> {
  const record = await runtime.pod(uid);
  if (record === undefined) return undefined;
  const seen = new Map<string, number>();
  for (const { id, name, state } of record.containers) {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    if (count > KEPT_ATTEMPTS && state.type === 'exited') await runtime.removeContainer(id);
  }
  for (const { id, isReady } of record.sandboxes.slice(1)) if (!isReady) await runtime.removeSandbox(id);
  return record;
}
