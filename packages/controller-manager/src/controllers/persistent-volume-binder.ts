/** Binds claims for storage to the volumes that there are, and looks after volumes whose claims have gone. */
import { isNotFound } from '@wherry/api';
import {
  PersistentVolumeClaims,
  PersistentVolumes,
  Pods,
  type PersistentVolume,
  type PersistentVolumeClaim,
} from '@wherry/api/core-v1';
import { StorageClasses } from '@wherry/api/storage-v1';
import { changesOf, keyOf, keysFrom, placeOfKey, type Change, type Controller, type Result } from '@wherry/client';
import { controlLoop, type ControllerContext } from '../context.ts';
import { planClaim, type ClaimPlan } from '../plans/volumes/plan-claim.ts';
import { planVolume, unboundVolume } from '../plans/volumes/plan-volume.ts';
import { isPodEnded } from '../pods/pod-state.ts';
import { BindingWriter } from '../volumes/binding-writer.ts';

const NAME = 'persistentvolume-binder-controller';
/** As events name it. */
const COMPONENT = 'persistentvolume-controller';
/** A claim that waits is looked at again, and its owner told again, after so long. */
const RESYNC_MS = 15_000;
const UNSEEN_MS = 50;
/** What makes a volume for a claim goes by these. */
const PROVISIONER_ANNOTATIONS = [
  'volume.beta.kubernetes.io/storage-provisioner',
  'volume.kubernetes.io/storage-provisioner',
];

export const persistentVolumeBinderEntry = controlLoop(NAME, persistentVolumeBinder);

async function persistentVolumeBinder({
  client,
  informers,
  clock,
  ...context
}: ControllerContext): Promise<Controller> {
  const [claims, volumes, classes, pods] = await Promise.all([
    informers.get(PersistentVolumeClaims),
    informers.get(PersistentVolumes),
    informers.get(StorageClasses),
    informers.get(Pods),
  ]);
  const events = context.events(COMPONENT);
  const writer = new BindingWriter({ client, claims, volumes, clock });
  const waitingPods = (key: string): string[] =>
    pods
      .by('claim', key)
      .filter((pod) => (pod.spec.nodeName ?? '') === '' && !isPodEnded(pod))
      .map(({ metadata }) => metadata.name ?? '');

  const carryOut = async (claim: Readonly<PersistentVolumeClaim>, plan: ClaimPlan): Promise<Result | void> => {
    switch (plan.action) {
      case 'bind':
        return writer.bind(plan.volume, claim);
      case 'lose':
        if (claim.status.phase === 'Lost') return;
        events.record(await writer.showClaim(claim, 'Lost'), plan.event);
        return;
      case 'adopt-class':
        await writer.writeClaim(claim, { ...claim, spec: { ...claim.spec, storageClassName: plan.className } });
        return;
      case 'ask':
        events.record(await writer.writeClaim(claim, claimAskingOf(plan.provisioner, claim)), plan.event);
        return { again: RESYNC_MS };
      case 'wait':
        if (plan.event !== undefined) events.record(claim, plan.event);
        await writer.showClaim(claim, 'Pending');
        return { again: RESYNC_MS };
    }
  };
  /** A claim that the picture does not show may have been made a moment ago: the API knows. */
  const claimOf = async ({ spec, status }: Readonly<PersistentVolume>) => {
    const { uid, namespace = '', name = '' } = spec.claimRef ?? {};
    const known = claims.get(`${namespace}/${name}`);
    const isKnownFreed = status.phase === 'Released' || status.phase === 'Failed';
    if ((uid ?? '') === '' || known?.metadata.uid === uid || isKnownFreed) return known;
    return client.get(PersistentVolumeClaims, { namespace, name }).catch((error: unknown) => {
      if (isNotFound(error)) return undefined;
      throw error;
    });
  };
  const reconcileVolume = async (volume: Readonly<PersistentVolume>): Promise<void> => {
    const plan = planVolume(volume, await claimOf(volume));
    const { name = '', uid = '' } = volume.metadata;
    switch (plan.action) {
      case 'none':
        return;
      case 'show':
        await writer.showVolume(volume, plan.phase);
        return;
      case 'fail':
        events.record(await writer.showVolume(volume, 'Failed', plan.event.message), plan.event);
        return;
      case 'unbind':
        await writer.showVolume(await writer.writeVolume(volume, unboundVolume(volume)), 'Available');
        return;
      case 'delete':
        await client.delete(PersistentVolumes, { name }, { preconditions: { uid } });
    }
  };

  /** Claims that a volume is of interest to. */
  const claimsFor = ({ object, old }: Change<PersistentVolume>): string[] => {
    const meant = [object, old].flatMap((volume) => claimKeyOf(volume) ?? []);
    const name = (object ?? old)?.metadata.name ?? '';
    const waiting = object?.status.phase === 'Available' ? claims.by('volume', '') : [];
    return [...meant, ...[...claims.by('volume', name), ...waiting].map(keyOf)];
  };
  /** Volumes that a claim is of interest to. */
  const volumesFor = ({ object, old }: Change<PersistentVolumeClaim>): string[] => {
    const [claim] = [object, old].filter((state) => state !== undefined);
    const named = [object, old].map((state) => state?.spec.volumeName ?? '').filter((name) => name !== '');
    return claim === undefined ? [] : [...named, ...volumes.by('claim', keyOf(claim)).map(keyOf)];
  };

  return {
    name: NAME,
    // Two at a time could give one volume to two claims, and one would have to be taken back.
    workers: 1,
    sources: [
      changesOf(volumes),
      changesOf(claims),
      keysFrom(volumes, claimsFor),
      keysFrom(claims, volumesFor),
      keysFrom(classes, () => claims.by('volume', '').map(keyOf)),
    ],
    async reconcile(key) {
      if (!writer.isSeen(key)) return { again: UNSEEN_MS };
      if (placeOfKey(key).namespace === undefined) {
        const volume = volumes.get(key);
        return volume === undefined ? undefined : reconcileVolume(volume);
      }
      const claim = claims.get(key);
      if (claim === undefined) return;
      const known = { claim, volumes: volumes.list(), classes: classes.list(), waitingPods: waitingPods(key) };
      return carryOut(claim, planClaim(known));
    },
  };
}

function claimKeyOf(volume: Readonly<PersistentVolume> | undefined): string | undefined {
  const { namespace = '', name = '' } = volume?.spec.claimRef ?? {};
  return name === '' ? undefined : `${namespace}/${name}`;
}

function claimAskingOf(provisioner: string, claim: Readonly<PersistentVolumeClaim>): Readonly<PersistentVolumeClaim> {
  const { annotations } = claim.metadata;
  if (PROVISIONER_ANNOTATIONS.every((name) => annotations?.[name] === provisioner)) return claim;
  const asking = Object.fromEntries(PROVISIONER_ANNOTATIONS.map((name) => [name, provisioner]));
  return { ...claim, metadata: { ...claim.metadata, annotations: { ...annotations, ...asking } } };
}
