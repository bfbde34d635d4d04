import type { ObjectMeta } from '../meta-v1/object-meta.ts';

const KEPT = [
  'deletionTimestamp',
  'generation',
  'selfLink',
  'labels',
  'annotations',
  'finalizers',
  'ownerReferences',
] as const satisfies readonly (keyof ObjectMeta)[];

/** Puts back the metadata that an update of a part of a pod does not change. */
export function keepMetadata(metadata: ObjectMeta, old: Readonly<ObjectMeta>): void {
  for (const name of KEPT) {
    delete metadata[name];
    Object.assign(metadata, old[name] === undefined ? {} : { [name]: old[name] });
  }
}
