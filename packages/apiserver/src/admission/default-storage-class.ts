/** DefaultStorageClass: a claim that leaves its class open gets the default one, if there is one. */
import { PersistentVolumeClaims, STORAGE_CLASS_ANNOTATION } from '@wherry/api/core-v1';
import { newestDefaultStorageClass, StorageClasses } from '@wherry/api/storage-v1';
import type { ObjectLookup } from '../lookups/object-lookup.ts';
import type { AdmissionPlugin } from './admission.ts';
import { isCreation, objectOf } from './object-of.ts';

export function defaultStorageClass({ lookup }: { readonly lookup: Pick<ObjectLookup, 'list'> }): AdmissionPlugin {
  return {
    name: 'DefaultStorageClass',
    admit(request) {
      const claim = objectOf(request, PersistentVolumeClaims);
      if (claim === undefined || !isCreation(request)) return;
      const { spec, metadata } = claim;
      // The empty class is a choice, too: no provisioning.
      if (spec.storageClassName !== undefined || metadata.annotations?.[STORAGE_CLASS_ANNOTATION] !== undefined) return;
      const name = newestDefaultStorageClass(lookup.list(StorageClasses))?.metadata.name;
      if (name !== undefined) spec.storageClassName = name;
    },
  };
}
