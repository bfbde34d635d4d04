/** Wakes those who may want to adopt an object that nobody controls. */
import type { LabelMatcher } from '@wherry/api';
import { semanticEqual } from '@wherry/api/meta-v1';
import type { KubeObject } from '@wherry/api/resources';
import { keyOf, keysFrom, type Change, type Informer, type Source } from '@wherry/client';
import { controllerOf } from './controller-ref.ts';

/**
 * The owners whose selector matches an object that is new as an orphan: just seen, just released, or relabelled.
 * @param selectorOf the selector of an owner; undefined for one that adopts nothing
 */
export function orphansOf<T extends KubeObject, O extends KubeObject>(
  objects: Informer<T>,
  owners: Informer<O>,
  selectorOf: (owner: Readonly<O>) => Pick<LabelMatcher, 'matches'> | undefined,
): Source {
  return keysFrom(objects, (change) => {
    const { object } = change;
    if (object === undefined || !isNewOrphan(change)) return [];
    const { namespace = '', labels = {} } = object.metadata;
    return owners
      .by('namespace', namespace)
      .filter((owner) => selectorOf(owner)?.matches(labels) === true)
      .map(keyOf);
  });
}

function isNewOrphan<T extends KubeObject>({ object, old }: Change<T>): boolean {
  if (object === undefined || controllerOf(object) !== undefined) return false;
  if (object.metadata.deletionTimestamp !== undefined) return false;
  if (old === undefined || controllerOf(old) !== undefined) return true;
  return !semanticEqual(object.metadata.labels, old.metadata.labels);
}
