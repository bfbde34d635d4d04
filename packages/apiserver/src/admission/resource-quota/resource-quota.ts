/**
 * ResourceQuota: what a namespace may have at most. What a request takes is written into the status of each quota that it
 * counts for before the request is carried out, and every such write rests on the quota as it then stands: so no two
 * requests can have the same remainder. What comes to nothing after all, the controller counts back.
 */
import { isNotFound } from '@wherry/api';
import {
  PersistentVolumeClaims,
  Pods,
  ResourceQuotas,
  Services,
  type PersistentVolumeClaim,
  type ResourceQuota,
} from '@wherry/api/core-v1';
import { evaluatorOf, isCounted } from '@wherry/api/quota';
import { ResourceClaims } from '@wherry/api/resource-v1';
import type { Resource } from '@wherry/api/resources';
import type { Clock } from '@wherry/component';
import type { ObjectLookup } from '../../lookups/object-lookup.ts';
import type { OwnClient } from '../../registry/own-client.ts';
import type { AdmissionPlugin, Admitted } from '../admission.ts';
import { refuse } from '../refuse.ts';
import { planCharge, type Demand } from './plan-charge.ts';

export interface ResourceQuotaOptions {
  readonly lookup: Pick<ObjectLookup, 'known' | 'list'>;
  /** Waits until `lookup` knows everything that was written before. */
  readonly fresh: () => Promise<unknown>;
  readonly update: OwnClient['update'];
  readonly clock: Clock;
}

export function resourceQuota({ lookup, fresh, update, clock }: ResourceQuotaOptions): AdmissionPlugin {
  return {
    name: 'ResourceQuota',
    async validate(request) {
      const { served, namespace, object, old, dryRun } = request;
      if (namespace === '' || object === undefined || !isHandled(request)) return;
      // What is charged is asked of the store; what there is to charge, of the cache.
      await fresh();
      const quotas = lookup.list(ResourceQuotas, namespace);
      if (quotas.length === 0) return;
      const { resource } = served;
      const demand: Demand = {
        evaluator: evaluatorOf(resource),
        object,
        ...(old === undefined ? {} : { old }),
        isDone: request.subresource === 'status',
        now: clock.now(),
      };
      const charge = (quota: Readonly<ResourceQuota>) => {
        const planned = planCharge(quota, demand);
        if (planned.kind === 'refused') throw refuse(request, planned.why);
        return planned;
      };
      // What one of them refuses is not to be charged to the others.
      const charged = quotas.filter((quota) => charge(quota).kind === 'charged');
      // What will not be carried out takes nothing.
      if (dryRun || isTaken(lookup, request)) return;
      for (const { metadata } of charged) {
        const { name = '' } = metadata;
        try {
          await update(
            ResourceQuotas,
            { namespace, name },
            (quota) => {
              const planned = charge(quota);
              if (planned.kind === 'charged') quota.status.used = planned.used;
              return quota;
            },
            'status',
          );
        } catch (error) {
          // A quota that has gone meanwhile limits nothing.
          if (!isNotFound(error)) throw error;
        }
      }
    },
  };
}

/** Whether there is an object of the name that a new one is to have. */
function isTaken(lookup: ResourceQuotaOptions['lookup'], { operation, served, namespace, name }: Admitted): boolean {
  return operation === 'CREATE' && lookup.known(served.stored.resource, { namespace, name }) !== undefined;
}

/** Kinds whose objects can come to take more while they are there. */
const GROWING: readonly Resource[] = [Services, PersistentVolumeClaims, ResourceClaims];

function isHandled({ served: { resource }, operation, subresource, object, old }: Admitted): boolean {
  if (!isCounted(resource)) return false;
  if (operation === 'CREATE') return subresource === '';
  if (operation !== 'UPDATE') return false;
  if (subresource === '') return GROWING.includes(resource);
  if (resource === Pods) return subresource === 'resize';
  // What the provider of a volume has set aside counts, once it has.
  return resource === PersistentVolumeClaims && subresource === 'status' && allocated(object) !== allocated(old);
}

function allocated(claim: Admitted['old']): string | undefined {
  // Only asked of claims.
  return (claim as PersistentVolumeClaim | undefined)?.status.allocatedResources?.['storage'];
}
