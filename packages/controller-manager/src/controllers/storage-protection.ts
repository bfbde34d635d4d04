/**
 * Keeps storage that is in use from going: a claim while a pod has it, a volume while a claim has it. Both carry a finalizer
 * from their creation on, which is taken away when they are to go and nobody has them any more.
 */
import {
  claimNameOf,
  isMadeForPod,
  PersistentVolumeClaims,
  PersistentVolumes,
  Pods,
  PV_PROTECTION,
  PVC_PROTECTION,
  type PersistentVolumeClaim,
  type Pod,
} from '@wherry/api/core-v1';
import type { KubeObject } from '@wherry/api/resources';
import { changesOf, keysFrom, placeOfKey, type Change, type Controller } from '@wherry/client';
import { controlLoop, type ControllerContext } from '../context.ts';
import { claimKeysOf } from '../pods/claim-keys.ts';
import { isPodEnded } from '../pods/pod-state.ts';

const CLAIMS = 'persistentvolumeclaim-protection-controller';
const VOLUMES = 'persistentvolume-protection-controller';

export const claimProtectionEntry = controlLoop(CLAIMS, claimProtection);
export const volumeProtectionEntry = controlLoop(VOLUMES, volumeProtection);

async function claimProtection({ client, informers }: ControllerContext): Promise<Controller> {
  const [claims, pods] = await Promise.all([informers.get(PersistentVolumeClaims), informers.get(Pods)]);
  /** The picture may not show a pod that has the claim already. */
  const isUsed = async (key: string, claim: Readonly<PersistentVolumeClaim>): Promise<boolean> => {
    if (pods.by('claim', key).some((pod) => uses(pod, claim))) return true;
    const { items } = await client.list(Pods, { namespace: placeOfKey(key).namespace ?? '' });
    return items.some((pod) => uses(pod, claim));
  };
  return {
    name: CLAIMS,
    sources: [changesOf(claims, concerns(PVC_PROTECTION)), keysFrom(pods, claimsLeftBy)],
    async reconcile(key) {
      const claim = claims.get(key);
      if (claim === undefined) return;
      const isLeaving = isToGo(claim, PVC_PROTECTION) && !(await isUsed(key, claim));
      const wanted = isLeaving ? without(claim, PVC_PROTECTION) : withProtection(claim, PVC_PROTECTION);
      if (wanted !== claim) await client.update(PersistentVolumeClaims, { ...wanted });
    },
  };
}

async function volumeProtection({ client, informers }: ControllerContext): Promise<Controller> {
  const volumes = await informers.get(PersistentVolumes);
  return {
    name: VOLUMES,
    sources: [changesOf(volumes, concerns(PV_PROTECTION))],
    async reconcile(key) {
      const volume = volumes.get(key);
      if (volume === undefined) return;
      const isLeaving = isToGo(volume, PV_PROTECTION) && volume.status.phase !== 'Bound';
      const wanted = isLeaving ? without(volume, PV_PROTECTION) : withProtection(volume, PV_PROTECTION);
      if (wanted !== volume) await client.update(PersistentVolumes, { ...wanted });
    },
  };
}

const carries = ({ metadata }: Readonly<KubeObject>, finalizer: string): boolean =>
  metadata.finalizers?.includes(finalizer) === true;
const isToGo = (object: Readonly<KubeObject>, finalizer: string): boolean =>
  object.metadata.deletionTimestamp !== undefined && carries(object, finalizer);

function concerns(finalizer: string): (change: Change<KubeObject>) => boolean {
  return ({ object }) =>
    object !== undefined && (object.metadata.deletionTimestamp === undefined) !== carries(object, finalizer);
}

/** Those that were made before there was anybody to protect them. */
function withProtection<T extends KubeObject>(object: Readonly<T>, finalizer: string): Readonly<T> {
  if (object.metadata.deletionTimestamp !== undefined || carries(object, finalizer)) return object;
  const finalizers = [...(object.metadata.finalizers ?? []), finalizer];
  return { ...object, metadata: { ...object.metadata, finalizers } };
}

function without<T extends KubeObject>(object: Readonly<T>, finalizer: string): Readonly<T> {
  const finalizers = (object.metadata.finalizers ?? []).filter((other) => other !== finalizer);
  return { ...object, metadata: { ...object.metadata, finalizers } };
}

/** A pod that has no node yet would not be started with a claim that is to go. */
function uses(pod: Readonly<Pod>, claim: Readonly<PersistentVolumeClaim>): boolean {
  const { spec, metadata } = pod;
  if ((spec.nodeName ?? '') === '') return false;
  return (spec.volumes ?? []).some((volume) => {
    if (claimNameOf(volume, metadata.name ?? '') !== claim.metadata.name) return false;
    return volume.persistentVolumeClaim !== undefined || (isMadeForPod(claim, pod) && !hasEnded(pod));
  });
}

/** Only its own finalizers keep it, which may wait for the very claim. */
const hasEnded = ({ metadata }: Readonly<Pod>): boolean =>
  metadata.deletionTimestamp !== undefined && metadata.deletionGracePeriodSeconds === 0;

/** The claims that a change of a pod may have set free. */
function claimsLeftBy({ object, old }: Change<Pod>): readonly string[] {
  if (object !== undefined && (object.spec.nodeName ?? '') !== '' && !isPodEnded(object) && !hasEnded(object))
    return [];
  const pod = object ?? old;
  return pod === undefined ? [] : claimKeysOf(pod);
}
