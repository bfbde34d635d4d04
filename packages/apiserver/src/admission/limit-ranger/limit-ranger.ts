/** LimitRanger: the bounds and defaults that a namespace sets for the resources of its pods and claims. */
import {
  LimitRanges,
  PersistentVolumeClaims,
  Pods,
  type LimitRange,
  type PersistentVolumeClaim,
  type Pod,
} from '@wherry/api/core-v1';
import { formatAggregate } from '../../auth/authorize.ts';
import type { ObjectLookup } from '../../lookups/object-lookup.ts';
import type { AdmissionPlugin, Admitted } from '../admission.ts';
import { isCreation, objectOf } from '../object-of.ts';
import { refuse } from '../refuse.ts';
import { setDefaults } from './set-defaults.ts';
import { faultsOfClaim, faultsOfPod } from './violations.ts';

export interface LimitRangerOptions {
  readonly lookup: Pick<ObjectLookup, 'list'>;
  /** Waits until `lookup` knows everything that was written before. */
  readonly fresh: () => Promise<unknown>;
}

export function limitRanger({ lookup, fresh }: LimitRangerOptions): AdmissionPlugin {
  return {
    name: 'LimitRanger',
    async admit(request) {
      if (judgeOf(request) === undefined) return;
      // A pod would be without the defaults of a moment ago for as long as it runs.
      await fresh();
      const pod = limitedPod(request);
      if (pod === undefined) return;
      for (const range of lookup.list(LimitRanges, request.namespace)) setDefaults(pod, range);
    },
    validate(request) {
      const faultsOf = judgeOf(request);
      if (faultsOf === undefined) return;
      for (const range of lookup.list(LimitRanges, request.namespace)) {
        const faults = faultsOf(range);
        if (faults.length > 0) throw refuse(request, formatAggregate(faults));
      }
    },
  };
}

/** The resources of a pod are given when it is made, and again when it is resized. */
function limitedPod(request: Admitted): Pod | undefined {
  const { operation, subresource, old } = request;
  const isResize = operation === 'UPDATE' && subresource === 'resize';
  if (!isCreation(request) && !isResize) return undefined;
  return old?.metadata.deletionTimestamp === undefined ? objectOf(request, Pods) : undefined;
}

function limitedClaim(request: Admitted): PersistentVolumeClaim | undefined {
  if (request.subresource !== '' || request.old?.metadata.deletionTimestamp !== undefined) return undefined;
  return objectOf(request, PersistentVolumeClaims);
}

function judgeOf(request: Admitted): ((range: Readonly<LimitRange>) => string[]) | undefined {
  const pod = limitedPod(request);
  if (pod !== undefined) return (range) => faultsOfPod(pod, range);
  const claim = limitedClaim(request);
  return claim === undefined ? undefined : (range) => faultsOfClaim(claim, range);
}
