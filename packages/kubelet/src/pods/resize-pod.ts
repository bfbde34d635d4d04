/** Gives running containers what their pod says now, and tells users how that goes. */
import type { Pod } from '@wherry/api/core-v1';
import { RuntimeError, type PodRecord } from '../runtime/runtime.ts';
import { gracePeriodOf, killContainer } from './kill-containers.ts';
import { planResize, type ResizeInput, type ResizePlan } from './plan-resize.ts';
import type { PodContext } from './pod-context.ts';
import type { PodMemory } from './pod-memory.ts';

export interface Resizing extends Pick<ResizeInput, 'others' | 'allocatable'> {
  readonly memory: PodMemory;
  readonly signal: AbortSignal;
}

export async function resizePod(
  context: PodContext,
  { pod, record }: { readonly pod: Readonly<Pod>; readonly record: PodRecord | undefined },
  { memory, signal, ...surroundings }: Resizing,
): Promise<void> {
  const plan = planResize({ pod, record, ...surroundings });
  const { pending: before } = memory.resize ?? {};
  const tell = (type: 'Normal' | 'Warning', reason: string, text: string, error?: string) =>
    context.events.record(pod, { type, reason, message: `${text}: ${summary(pod, error)}` });
  if (plan.pending !== undefined) {
    const { reason, message } = plan.pending;
    if (before?.message !== message) tell('Warning', `Resize${reason}`, `Pod resize ${reason}`, message);
    memory.resize = { pending: plan.pending };
    return;
  }
  memory.resize = undefined;
  if (plan.actions.length === 0 || record === undefined) return;
  tell('Normal', 'ResizeStarted', 'Pod resize started');
  try {
    for (const action of plan.actions) await carryOut(context, { pod, record, action, signal });
  } catch (error) {
    if (!(error instanceof RuntimeError)) throw error;
    memory.resize = { error: error.message };
    tell('Warning', 'ResizeError', 'Pod resize error', error.message);
    return;
  }
  tell('Normal', 'ResizeCompleted', 'Pod resize completed');
}

async function carryOut(
  context: PodContext,
  {
    pod,
    record,
    action,
    signal,
  }: {
    readonly pod: Readonly<Pod>;
    readonly record: PodRecord;
    readonly action: ResizePlan['actions'][number];
    readonly signal: AbortSignal;
  },
): Promise<void> {
  if (!action.isRestart) return context.runtime.updateContainer(action.id, action.resources);
  const found = record.containers.find(({ id }) => id === action.id);
  if (found === undefined) return;
  const address = record.sandboxes[0]?.addresses[0] ?? context.node.address;
  const message = `Container ${action.name} resize requires restart`;
  await killContainer(context, { pod, found, address, graceSeconds: gracePeriodOf(pod), message, signal });
}

/** What is wanted, for programs that read events. */
function summary({ metadata, spec }: Readonly<Pod>, error: string | undefined): string {
  const allocations = (containers: Pod['spec']['containers'] = []) =>
    containers.length === 0 ? undefined : containers.map(({ name, resources }) => ({ name, resources }));
  return JSON.stringify({
    initContainers: allocations(spec.initContainers),
    containers: allocations(spec.containers),
    generation: metadata.generation ?? 0,
    error,
  });
}
