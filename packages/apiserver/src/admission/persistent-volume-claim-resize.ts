/** PersistentVolumeClaimResize: a claim can only grow once it is bound, and only if its class says that volumes can. */
import { Quantity } from '@wherry/api';
import { PersistentVolumeClaims, storageClassOf, type PersistentVolumeClaim } from '@wherry/api/core-v1';
import { StorageClasses } from '@wherry/api/storage-v1';
import type { ObjectLookup } from '../lookups/object-lookup.ts';
import type { AdmissionPlugin } from './admission.ts';
import { objectOf, oldObjectOf } from './object-of.ts';
import { refuse } from './refuse.ts';

type Lookup = Pick<ObjectLookup, 'find'>;

export function persistentVolumeClaimResize({ lookup }: { readonly lookup: Lookup }): AdmissionPlugin {
  return {
    name: 'PersistentVolumeClaimResize',
    async validate(request) {
      const claim = objectOf(request, PersistentVolumeClaims);
      const old = oldObjectOf(request, PersistentVolumeClaims);
      if (claim === undefined || old === undefined || request.subresource !== '') return;
      if (sizeOf(claim).compare(sizeOf(old)) <= 0) return;
      if (old.status.phase !== 'Bound') throw refuse(request, 'Only bound persistent volume claims can be expanded');
      if (!(await canGrow(lookup, { claim, old }))) {
        const which = 'only dynamically provisioned pvc can be resized';
        throw refuse(request, `${which} and the storageclass that provisions the pvc must support resize`);
      }
    },
  };
}

type Claim = Readonly<PersistentVolumeClaim>;

const sizeOf = ({ spec }: Claim): Quantity => Quantity.parse(spec.resources.requests?.['storage'] ?? '0');

async function canGrow(lookup: Lookup, { claim, old }: { claim: Claim; old: Claim }): Promise<boolean> {
  const name = storageClassOf(claim);
  if (name === '' || name !== storageClassOf(old)) return false;
  const found = await lookup.find(StorageClasses, { namespace: '', name });
  return found?.allowVolumeExpansion === true;
}
