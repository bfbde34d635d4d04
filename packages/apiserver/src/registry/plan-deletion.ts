/**
 * What the deletion of an object amounts to now: nothing new, a mark to wait under, or its end. Pure; source: the
 * generic registry's Store.Delete and rest.BeforeDelete of Kubernetes.
 */
import { canonicalTime } from '@wherry/api';
import type { DeleteOptions } from '@wherry/api/meta-v1';
import type { KubeObject, Strategy } from '@wherry/api/resources';
import { propagationOf } from './delete-options.ts';

export type DeletionPlan =
  /** Its deletion is under way, and this request changes nothing about that. */
  | { readonly kind: 'wait' }
  /** It is marked, and waits for its finalizers or its grace period. */
  | { readonly kind: 'mark'; readonly object: KubeObject }
  /** It goes at once. Kinds with a grace period are marked even so: watchers see the mark before the end. */
  | { readonly kind: 'remove'; readonly marked?: KubeObject };

export interface DeletionRequest {
  readonly object: Readonly<KubeObject>;
  readonly options: Readonly<DeleteOptions>;
  readonly now: Date;
}

type DeletionStrategy = Pick<
  Strategy<KubeObject>,
  'gracePeriodSeconds' | 'holdsDeletion' | 'markDeleting' | 'defaultPropagation'
>;

export function planDeletion(strategy: DeletionStrategy, request: DeletionRequest): DeletionPlan {
  const { object: present, options, now } = request;
  const object = structuredClone(present);
  const { metadata } = object;
  if (strategy.markDeleting !== undefined) {
    if (metadata.deletionTimestamp === undefined) {
      setFinalizers(object, finalizersFor(metadata.finalizers ?? [], { strategy, options }));
      metadata.deletionTimestamp = canonicalTime(now.toISOString());
      strategy.markDeleting(object);
      return { kind: 'mark', object };
    }
    if (strategy.holdsDeletion?.(present) === true) return { kind: 'wait' };
  }
  const grace = applyGrace(object, { strategy, request });
  if (grace === 'pending') return { kind: 'wait' };
  const finalizers = finalizersFor(metadata.finalizers ?? [], { strategy, options });
  setFinalizers(object, finalizers);
  if (grace !== undefined) {
    return grace > 0 || finalizers.length > 0 ? { kind: 'mark', object } : { kind: 'remove', marked: object };
  }
  if (finalizers.length === 0) return { kind: 'remove' };
  markNow(object, now);
  return { kind: 'mark', object };
}

interface Grace {
  readonly strategy: DeletionStrategy;
  readonly request: DeletionRequest;
}

/** Sets or shortens the grace period; undefined for what is deleted without one. */
function applyGrace(object: KubeObject, { strategy, request }: Grace): number | 'pending' | undefined {
  if (strategy.gracePeriodSeconds === undefined) return undefined;
  const { options, now } = request;
  const { metadata } = object;
  const given = options.gracePeriodSeconds;
  const requested = given !== undefined && given < 0 ? 1 : given;
  if (metadata.deletionTimestamp !== undefined) return shorten(object, { requested, now });
  const grace = strategy.gracePeriodSeconds(object, requested);
  metadata.deletionTimestamp = canonicalTime(new Date(now.getTime() + grace * 1000).toISOString());
  metadata.deletionGracePeriodSeconds = grace;
  countDeletion(object);
  return grace;
}

/** A deletion that is under way can only be hastened, and not into the past. */
function shorten(
  { metadata }: KubeObject,
  { requested, now }: { readonly requested: number | undefined; readonly now: Date },
): number | 'pending' | undefined {
  const before = metadata.deletionGracePeriodSeconds ?? 0;
  if (before === 0) return undefined;
  if (requested === undefined || requested >= before) return 'pending';
  const begun = new Date(metadata.deletionTimestamp ?? 0).getTime() - before * 1000;
  const end = begun + requested * 1000;
  const isOver = end < now.getTime();
  // However late it is, who has to end it gets one second: the end itself is asked for with zero.
  const grace = isOver && requested !== 0 ? 1 : requested;
  metadata.deletionTimestamp = canonicalTime(new Date(isOver ? now : end).toISOString());
  metadata.deletionGracePeriodSeconds = grace;
  return grace;
}

/** Marks what has no grace period and waits for finalizers. */
function markNow(object: KubeObject, now: Date): void {
  const { metadata } = object;
  if (metadata.deletionTimestamp === undefined) countDeletion(object);
  if (metadata.deletionTimestamp === undefined || new Date(metadata.deletionTimestamp) > now) {
    metadata.deletionTimestamp = canonicalTime(now.toISOString());
  }
  metadata.deletionGracePeriodSeconds = 0;
}

function countDeletion({ metadata }: KubeObject): void {
  if ((metadata.generation ?? 0) > 0) metadata.generation = (metadata.generation ?? 0) + 1;
}

const ORPHAN = 'orphan';
const FOREGROUND = 'foregroundDeletion';

interface Dependents {
  readonly strategy: DeletionStrategy;
  readonly options: Readonly<DeleteOptions>;
}

/** The garbage collector is told by finalizers what to do with dependents. */
function finalizersFor(finalizers: readonly string[], { strategy, options }: Dependents): readonly string[] {
  const { defaultPropagation } = strategy;
  const isCollectors = (finalizer: string): boolean => finalizer === ORPHAN || finalizer === FOREGROUND;
  const others = finalizers.filter((finalizer) => !isCollectors(finalizer));
  const wanted = defaultPropagation === 'None' ? undefined : wantedFinalizer(finalizers, { strategy, options });
  const result = wanted === undefined ? others : [...others, wanted];
  // The same ones in another order are no change.
  return result.length === finalizers.length && result.every((finalizer) => finalizers.includes(finalizer))
    ? finalizers
    : result;
}

/** What the client says holds, then what the object says, then what the kind says. */
function wantedFinalizer(finalizers: readonly string[], { strategy, options }: Dependents): string | undefined {
  switch (propagationOf(options)) {
    case 'Orphan':
      return ORPHAN;
    case 'Foreground':
      return FOREGROUND;
    case 'Background':
      return undefined;
    case undefined: {
      const present = finalizers.find((finalizer) => finalizer === ORPHAN || finalizer === FOREGROUND);
      return present ?? (strategy.defaultPropagation === 'Orphan' ? ORPHAN : undefined);
    }
  }
}

function setFinalizers({ metadata }: KubeObject, finalizers: readonly string[]): void {
  if (finalizers.length > 0) metadata.finalizers = [...finalizers];
  else delete metadata.finalizers;
}
