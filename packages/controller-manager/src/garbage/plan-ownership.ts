/** What becomes of an object, by the state of its owners. */
import type { DeletionPropagation, OwnerReference } from '@wherry/api/meta-v1';

/**
 * `solid`: it is there. `dangling`: it is gone. `waiting`: it is being deleted and goes after its dependents.
 */
export type OwnerState = 'solid' | 'dangling' | 'waiting';

export interface OwnedObject {
  readonly owners: readonly { readonly reference: OwnerReference; readonly state: OwnerState }[];
  readonly finalizers: readonly string[];
  readonly dependents: readonly { readonly waitsForDependents: boolean }[];
}

export type OwnershipPlan =
  | { readonly action: 'keep' }
  /** It stays for its other owners; these references are taken out. */
  | { readonly action: 'disown'; readonly uids: readonly string[] }
  | {
      readonly action: 'delete';
      readonly propagation: DeletionPropagation;
      /** It is in a circle of objects that wait for each other: its own owners must wait for it no longer. */
      readonly unblock: boolean;
    };

export function planOwnership({ owners, finalizers, dependents }: OwnedObject): OwnershipPlan {
  const inState = (state: OwnerState) => owners.filter((owner) => owner.state === state);
  const lost = [...inState('dangling'), ...inState('waiting')];
  if (owners.length === 0) return { action: 'keep' };
  if (inState('solid').length > 0) {
    return lost.length === 0
      ? { action: 'keep' }
      : { action: 'disown', uids: lost.map(({ reference }) => reference.uid) };
  }
  if (inState('waiting').length > 0 && dependents.length > 0) {
    const unblock = dependents.some(({ waitsForDependents }) => waitsForDependents);
    return { action: 'delete', propagation: 'Foreground', unblock };
  }
  return { action: 'delete', propagation: ownPolicy(finalizers), unblock: false };
}

/** An object may have been told already how it goes. */
function ownPolicy(finalizers: readonly string[]): DeletionPropagation {
  if (finalizers.includes('orphan')) return 'Orphan';
  return finalizers.includes('foregroundDeletion') ? 'Foreground' : 'Background';
}
