/** The storage class that claims get which leave it open. */
import type { StorageClass } from './storage-class.ts';
import { newestDefault } from '../meta-v1/newest-default.ts';

const DEFAULT_ANNOTATIONS = [
  'storageclass.kubernetes.io/is-default-class',
  'storageclass.beta.kubernetes.io/is-default-class',
];

/** Undefined where no class is the default one. */
export function newestDefaultStorageClass(
  classes: readonly Readonly<StorageClass>[],
): Readonly<StorageClass> | undefined {
  return newestDefault(classes, DEFAULT_ANNOTATIONS);
}
