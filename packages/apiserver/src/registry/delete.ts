/** The delete verb: marks an object that something waits for, removes one that nothing waits for. */
import { notFound } from '@wherry/api';
import { semanticEqual, type DeleteOptions } from '@wherry/api/meta-v1';
import type { KubeObject } from '@wherry/api/resources';
import { commit } from './commit.ts';
import { admitted, type Current, type RegistryContext, type WriteRequest, type Written } from './context.ts';
import { currentOf, retryOnCurrent, type Attempt } from './current.ts';
import { assertPreconditions, assertValidDeleteOptions, propagationOf } from './delete-options.ts';
import { textAt } from './object-text.ts';
import { planDeletion, type DeletionPlan } from './plan-deletion.ts';
import { fromStored, keyOf, type ServedResource } from './served-resource.ts';

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
  const { served } = request;
  assertValidDeleteOptions(options);
  const { orphanWarning } = served.stored.strategy;
  if (orphanWarning !== undefined && propagationOf(options) === undefined) request.warn(orphanWarning);
  const key = keyOf(served, { namespace: request.namespace, name });
  return retryOnCurrent<Deleted>(context, key, async (current) => {
    if (current === undefined) throw notFound(served.name, name);
    assertPreconditions(served, { options, current });
    const admission = admitted(request, { operation: 'DELETE', name, old: fromStored(served, current.object) });
    await context.admission.admit(admission);
    await context.admission.validate(admission);
    const now = context.clock.now();
    const plan = planDeletion(served.stored.strategy, { object: current.object, options, now });
    return carryOut(context, { request, current, plan });
  });
}

interface Decided {
  readonly request: WriteRequest;
  readonly current: Current;
  readonly plan: DeletionPlan;
}

async function carryOut(context: RegistryContext, { request, current, plan }: Decided): Promise<Attempt<Deleted>> {
  const { served, dryRun } = request;
  const change = { served, key: current.key, expected: current.revision, old: current.object, dryRun };
  const asItStands = {
    done: true,
    writesNothing: true,
    value: { ...shown(served, current), removed: false },
  } as const;
  switch (plan.kind) {
    case 'wait':
      return asItStands;
    case 'mark': {
      if (semanticEqual(plan.object, current.object)) return asItStands;
      const outcome = await commit(context, { ...change, object: plan.object });
      if (!outcome.ok) return { done: false, current: outcome.current };
      return { done: true, value: { ...outcome.written, removed: false } };
    }
    case 'remove': {
      if (plan.marked === undefined) {
        const outcome = await commit(context, change);
        if (!outcome.ok) return { done: false, current: outcome.current };
        return { done: true, value: { ...outcome.written, removed: true } };
      }
      const outcome = await commit(context, { ...change, object: plan.marked });
      if (!outcome.ok) return { done: false, current: outcome.current };
      const value = dryRun
        ? outcome.written
        : await remove(context, { served, marked: outcome.written, key: current.key });
      return { done: true, value: { ...value, removed: true } };
    }
  }
}

interface Marked {
  readonly served: ServedResource;
  readonly key: string;
  readonly marked: Written;
}

/** Removes what has been marked, whoever changes it meanwhile, unless finalizers were added before the mark was seen. */
async function remove(context: RegistryContext, { served, key, marked }: Marked): Promise<Written> {
  let { object: old, revision: expected }: { object: KubeObject; revision: number } = marked;
  for (;;) {
    const outcome = await commit(context, { served, key, expected, old, dryRun: false });
    if (outcome.ok) return outcome.written;
    // Another one, who had seen the mark, was faster.
    if (outcome.current === undefined) return marked;
    ({ object: old, revision: expected } = currentOf(outcome.current));
    if (old.metadata.uid !== marked.object.metadata.uid) return marked;
  }
}

function shown(served: ServedResource, { object, revision }: Current): Written {
  return { object, revision, text: textAt(served, { object, revision }) };
}
