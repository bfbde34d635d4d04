/** StorageObjectInUseProtection: claims and volumes are kept from going while somebody has them. */
import { PersistentVolumeClaims, PersistentVolumes, PV_PROTECTION, PVC_PROTECTION } from '@wherry/api/core-v1';
import type { ObjectMeta } from '@wherry/api/meta-v1';
import type { AdmissionPlugin } from './admission.ts';
import { isCreation, objectOf } from './object-of.ts';

export const storageObjectInUseProtection: AdmissionPlugin = {
  name: 'StorageObjectInUseProtection',
  admit(request) {
    if (!isCreation(request)) return;
    const claim = objectOf(request, PersistentVolumeClaims);
    if (claim !== undefined) protect(claim.metadata, PVC_PROTECTION);
    const volume = objectOf(request, PersistentVolumes);
    if (volume !== undefined) protect(volume.metadata, PV_PROTECTION);
  },
};

function protect(metadata: ObjectMeta, finalizer: string): void {
  const finalizers = metadata.finalizers ?? [];
  if (!finalizers.includes(finalizer)) metadata.finalizers = [...finalizers, finalizer];
}
