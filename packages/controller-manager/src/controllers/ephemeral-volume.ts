/** Makes the claims of pods' ephemeral volumes. They belong to the pod, and go with it. */
import { isMadeForPod, PersistentVolumeClaims, Pods, type Pod, type Volume } from '@wherry/api/core-v1';
import { changesOf, keyOf, keysFrom, type Controller } from '@wherry/client';
import { controlLoop, type ControllerContext } from '../context.ts';
import { OwnWrites } from '../own-writes.ts';

const NAME = 'ephemeral-volume-controller';
/** As events name it. */
const COMPONENT = 'ephemeral_volume';

export const ephemeralVolumeEntry = controlLoop(NAME, ephemeralVolume);

async function ephemeralVolume({ client, informers, clock, ...context }: ControllerContext): Promise<Controller> {
  const [pods, claims] = await Promise.all([informers.get(Pods), informers.get(PersistentVolumeClaims)]);
  const events = context.events(COMPONENT);
  const writes = new OwnWrites({ picture: claims, clock });

  const ensureClaim = async (pod: Readonly<Pod>, { name, ephemeral }: Readonly<Volume>): Promise<void> => {
    const { namespace = '', name: podName = '', uid = '' } = pod.metadata;
    const claimName = `${podName}-${name}`;
    const known = claims.get(`${namespace}/${claimName}`);
    if (known !== undefined) {
      if (isMadeForPod(known, pod)) return;
      throw new Error(
        `PVC ${namespace}/${claimName} was not created for pod ${namespace}/${podName} (pod is not owner)`,
      );
    }
    const { metadata, spec } = ephemeral?.volumeClaimTemplate ?? {};
    if (spec === undefined) return;
    const { annotations, labels } = metadata ?? {};
    const owner = { apiVersion: 'v1', kind: 'Pod', name: podName, uid, controller: true, blockOwnerDeletion: true };
    try {
      const made = await client.create(PersistentVolumeClaims, {
        metadata: {
          namespace,
          name: claimName,
          ownerReferences: [owner],
          ...(annotations === undefined ? {} : { annotations }),
          ...(labels === undefined ? {} : { labels }),
        },
        spec,
      });
      writes.wrote(keyOf(pod), made);
    } catch (error) {
      throw new Error(`create PVC ${claimName}: ${messageOf(error)}`, { cause: error });
    }
  };

  return {
    name: NAME,
    sources: [
      changesOf(pods, ({ object }) => object !== undefined && volumesOf(object).length > 0),
      // Somebody has deleted a claim that a pod needs.
      keysFrom(claims, ({ object, old }) =>
        object !== undefined || old === undefined ? [] : pods.by('claim', keyOf(old)).map(keyOf),
      ),
    ],
    async reconcile(key) {
      const pod = pods.get(key);
      if (pod === undefined || pod.metadata.deletionTimestamp !== undefined) return;
      if (!writes.areSeen(key)) return { again: UNSEEN_MS };
      for (const volume of volumesOf(pod)) {
        try {
          await ensureClaim(pod, volume);
        } catch (error) {
          const message = `ephemeral volume ${volume.name}: ${messageOf(error)}`;
          events.record(pod, { type: 'Warning', reason: 'FailedBinding', message });
          throw error;
        }
      }
      return;
    },
  };
}

const UNSEEN_MS = 50;

const volumesOf = ({ spec }: Readonly<Pod>): readonly Volume[] =>
  (spec.volumes ?? []).filter(({ ephemeral }) => ephemeral !== undefined);
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
