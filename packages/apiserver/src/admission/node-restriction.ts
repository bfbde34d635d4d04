/** NodeRestriction: a kubelet writes only what concerns its own node; see `auth/node-restriction`. */
import { Nodes, PersistentVolumeClaims, PersistentVolumes, Pods } from '@wherry/api/core-v1';
import { CSIDrivers } from '@wherry/api/storage-v1';
import type { Authorizer } from '../auth/authorize.ts';
import type { NodeRestrictionLookup } from '../auth/node-restriction/request.ts';
import { restrictNodeWrite } from '../auth/node-restriction/restrict-write.ts';
import type { ObjectLookup } from '../lookups/object-lookup.ts';
import type { AdmissionPlugin } from './admission.ts';

export interface NodeRestrictionOptions {
  readonly lookup: Pick<ObjectLookup, 'find'>;
  readonly authorizer: Authorizer;
}

export function nodeRestriction({ lookup, authorizer }: NodeRestrictionOptions): AdmissionPlugin {
  const context = { lookup: restrictionLookup(lookup), authorizer };
  return {
    name: 'NodeRestriction',
    async admit(request) {
      const { operation, served, old: oldObject, object, user, subresource, namespace, name } = request;
      if (operation === 'CONNECT') return;
      const { group, resource } = served.name;
      const asked = { user, operation, group, resource, subresource, namespace, name, object, oldObject };
      const refusal = await restrictNodeWrite(asked, context);
      if (refusal !== undefined) throw refusal;
    },
  };
}

function restrictionLookup(lookup: Pick<ObjectLookup, 'find'>): NodeRestrictionLookup {
  const unscoped = (name: string) => ({ namespace: '', name });
  return {
    pod: (namespace, name) => lookup.find(Pods, { namespace, name }),
    node: (name) => lookup.find(Nodes, unscoped(name)),
    async claimedVolume(namespace, name) {
      const volume = (await lookup.find(PersistentVolumeClaims, { namespace, name }))?.spec.volumeName ?? '';
      return volume === '' ? undefined : volume;
    },
    async volumeDriver(volume) {
      return (await lookup.find(PersistentVolumes, unscoped(volume)))?.spec.csi?.driver;
    },
    async driverAudiences(driver) {
      const requests = (await lookup.find(CSIDrivers, unscoped(driver)))?.spec.tokenRequests ?? [];
      return requests.map(({ audience }) => audience);
    },
  };
}
