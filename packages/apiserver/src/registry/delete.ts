/** The delete verb: marks an object that something waits for, removes one that nothing waits for. */
import { canonicalTime, notFound } from '@wherry/api';
import type { DeleteOptions } from '@wherry/api/meta-v1';
import type { KubeObject } from '@wherry/api/resources';
import { commit } from './commit.ts';
import { admitted, type Current, type RegistryContext, type WriteRequest, type Written } from './context.ts';
import { retryOnCurrent } from './current.ts';
import { assertPreconditions, assertValidDeleteOptions, propagationOf, type Propagation } from './delete-options.ts';
import { textAt } from './object-text.ts';
import { fromStored, keyOf, type ServedResource } from './served-resource.ts';
import { isFinished } from './update.ts';

export interface Deleted extends Written {
  /** Whether the object is gone; otherwise it waits for its finalizers or its grace period. */
  readonly removed: boolean;
}

export interface Deletion {
  readonly request: WriteRequest;
  readonly name: string;
  readonly options: Readonly<DeleteOptions>;
}

/** @throws StatusError 404, 409 when a precondition fails, 422 for bad options, and what admission refuses with */
export async function deleteObject(context: RegistryContext, deletion: Deletion): Promise<Deleted> {
  const { request, name, options } = deletion;
  const { served, dryRun } = request;
  assertValidDeleteOptions(options);
  const key = keyOf(served, { namespace: request.namespace, name });
  return retryOnCurrent<Deleted>(context, key, async (current) => {
    if (current === undefined) throw notFound(served.name, name);
    assertPreconditions(served, { options, current });
    const admission = admitted(request, { operation: 'DELETE', name, old: fromStored(served, current.object) });
    await context.admission.admit(admission);
    await context.admission.validate(admission);
    const marked = markDeleted(served, { current, options, now: context.clock.now() });
    const removed = isFinished(served, marked ?? current.object);
    if (!removed && marked === undefined) return { done: true, value: { ...asItStands(served, current), removed } };
    const outcome = await commit(context, {
      served,
      key,
      expected: current.revision,
      ...(removed ? {} : marked === undefined ? {} : { object: marked }),
      old: current.object,
      dryRun,
    });
    return outcome.ok
      ? { done: true, value: { ...outcome.written, removed } }
      : { done: false, current: outcome.current };
  });
}

interface Mark {
  readonly current: Current;
  readonly options: Readonly<DeleteOptions>;
  readonly now: Date;
}

/** The object with its deletion begun or hastened; undefined when that changes nothing. */
export function markDeleted(served: ServedResource, { current, options, now }: Mark): KubeObject | undefined {
  const { strategy } = served.stored;
  const old = current.object;
  const object: KubeObject = structuredClone(old);
  const { metadata } = object;
  const grace = strategy.gracePeriodSeconds?.(old, options.gracePeriodSeconds) ?? 0;
  const finalizers = finalizersFor(
    old.metadata.finalizers ?? [],
    propagationOf(options) ?? strategy.defaultPropagation,
  );
  const changesFinalizers = finalizers.join() !== (old.metadata.finalizers ?? []).join();
  if (changesFinalizers) metadata.finalizers = finalizers;
  const before = old.metadata.deletionTimestamp;
  const hastens = before !== undefined && grace < (old.metadata.deletionGracePeriodSeconds ?? 0);
  if (before !== undefined && !hastens) return changesFinalizers ? object : undefined;
  metadata.deletionTimestamp = canonicalTime(new Date(now.getTime() + grace * 1000).toISOString());
  metadata.deletionGracePeriodSeconds = grace;
  if (before === undefined && (metadata.generation ?? 0) > 0) metadata.generation = (metadata.generation ?? 0) + 1;
  strategy.markDeleting?.(object);
  return object;
}

const ORPHAN = 'orphan';
const FOREGROUND = 'foregroundDeletion';

/** The garbage collector is told by finalizers what to do with dependents. */
function finalizersFor(finalizers: readonly string[], propagation: Propagation | undefined): string[] {
  if (propagation === undefined) return [...finalizers];
  const others = finalizers.filter((finalizer) => finalizer !== ORPHAN && finalizer !== FOREGROUND);
  if (propagation === 'Orphan') return [...others, ORPHAN];
  return propagation === 'Foreground' ? [...others, FOREGROUND] : others;
}

function asItStands(served: ServedResource, { object, revision }: Current): Written {
  return { object, revision, text: textAt(served, { object, revision }) };
}
