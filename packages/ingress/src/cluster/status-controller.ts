/** Writes into the status of our Ingresses where they are served, and takes it out again when they are ours no more. */
import { Ingresses, type Ingress, type IngressClass } from '@wherry/api/networking-v1';
import { changesOf, keyOf, keysFrom, placeOfKey, type Controller, type Informer, type Writer } from '@wherry/client';
import { ownershipOf } from '../routes/ingress-class.ts';
import { planStatus } from './plan-status.ts';

export interface StatusControllerOptions {
  readonly client: Pick<Writer, 'patch'>;
  readonly ingresses: Informer<Ingress>;
  readonly classes: Informer<IngressClass>;
  /** Where our Ingresses are served: a name or an IP address. */
  readonly address: string;
}

/** Two of these write the same, so none has to lead. */
export function statusController({ client, ingresses, classes, address }: StatusControllerOptions): Controller {
  /** The uids of those that have been ours while this process ran. */
  const ours = new Set<string>();
  return {
    name: 'ingress-status',
    sources: [changesOf(ingresses), keysFrom(classes, () => ingresses.list().map(keyOf))],
    async reconcile(key, signal) {
      const ingress = ingresses.get(key);
      if (ingress === undefined || ingress.metadata.deletionTimestamp != null) return;
      const { uid = '' } = ingress.metadata;
      const isOurs = ownershipOf(classes.list())(ingress);
      const patch = planStatus({ ingress, isOurs, wasOurs: ours.has(uid), address });
      if (isOurs) ours.add(uid);
      if (patch !== undefined) {
        const place = { ...placeOfKey(key), subresource: 'status' };
        await client.patch(Ingresses, place, { type: 'merge', body: patch, signal });
      }
      if (!isOurs) ours.delete(uid);
    },
  };
}
