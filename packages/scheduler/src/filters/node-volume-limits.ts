/** A node takes only so many volumes of a CSI driver. */
import { claimNameOf, isMadeForPod, storageClassOf, type PersistentVolumeClaim, type Pod } from '@wherry/api/core-v1';
import type { StorageLookups } from '../cluster/lookups.ts';
import type { NodeInfo } from '../nodes/node-info.ts';
import type { Filter, NodeCheck, Preparation, Rejection } from './filter.ts';

const name = 'NodeVolumeLimits';
const TOO_MANY: Rejection = { plugin: name, reasons: ['node(s) exceed max volume count'], isFinal: false };

/** Drivers, by the volume. */
type Volumes = Map<string, string>;

class LimitsCheck implements NodeCheck {
  readonly #wanted: Volumes;
  readonly #storage: StorageLookups;

  constructor(wanted: Volumes, storage: StorageLookups) {
    this.#wanted = wanted;
    this.#storage = storage;
  }

  check(node: NodeInfo): Rejection | undefined {
    const limits = this.#limitsOf(node);
    if (limits.size === 0) return undefined;
    const present: Volumes = new Map();
    for (const { pod } of node.pods.values()) volumesOf(pod, this.#storage, present);
    for (const { spec } of this.#storage.attachmentsTo(node.name)) {
      const volume = this.#storage.volume(spec.source.persistentVolumeName ?? '');
      if (spec.attacher === '' || volume?.spec.csi === undefined) continue;
      present.set(`${spec.attacher}/${volume.spec.csi.volumeHandle}`, spec.attacher);
    }
    for (const [driver, limit] of limits) {
      const added = [...this.#wanted].filter(([volume, of]) => of === driver && !present.has(volume)).length;
      const taken = [...present.values()].filter((of) => of === driver).length;
      if (added > 0 && taken + added > limit) return TOO_MANY;
    }
    return undefined;
  }

  #limitsOf({ name: nodeName }: NodeInfo): Map<string, number> {
    const limits = new Map<string, number>();
    for (const { name: driver, allocatable } of this.#storage.csiNode(nodeName)?.spec.drivers ?? []) {
      if (allocatable?.count !== undefined) limits.set(driver, allocatable.count);
    }
    return limits;
  }
}

export const nodeVolumeLimits: Filter = {
  name,
  prepare({ pod }, { lookups }): Preparation {
    const wanted: Volumes = new Map();
    // A claim that is not there is for VolumeBinding to complain about.
    volumesOf(pod, lookups.storage, wanted);
    return wanted.size === 0 ? undefined : { check: new LimitsCheck(wanted, lookups.storage) };
  },
  wakes(pod, event) {
    if (event.what === 'pod') return event.now === undefined && event.old !== undefined && hasClaims(event.old.pod);
    if (event.what === 'csi-node') return event.now !== undefined;
    if (event.what === 'claim') return event.old === undefined && event.now?.metadata.namespace === pod.namespace;
    return event.what === 'attachment' && event.now === undefined;
  },
};

const hasClaims = ({ spec, metadata }: Readonly<Pod>): boolean =>
  (spec.volumes ?? []).some((volume) => claimNameOf(volume, metadata.name ?? '') !== undefined);

/** Notes the CSI volumes of a pod. */
function volumesOf(pod: Readonly<Pod>, storage: StorageLookups, found: Volumes): void {
  const { name: podName = '', namespace = '' } = pod.metadata;
  for (const volume of pod.spec.volumes ?? []) {
    const claimName = claimNameOf(volume, podName);
    if (claimName === undefined) continue;
    const claim = storage.claim(`${namespace}/${claimName}`);
    if (claim === undefined) continue;
    if (volume.ephemeral === undefined || isMadeForPod(claim, pod)) noteVolume(claim, storage, found);
  }
}

/** A claim without a volume counts for the driver that would make one. */
function noteVolume(claim: Readonly<PersistentVolumeClaim>, storage: StorageLookups, found: Volumes): void {
  const volume = storage.volume(claim.spec.volumeName ?? '');
  if (volume !== undefined) {
    const { csi } = volume.spec;
    if (csi !== undefined) found.set(`${csi.driver}/${csi.volumeHandle}`, csi.driver);
    return;
  }
  const driver = storage.storageClass(storageClassOf(claim))?.provisioner;
  const { namespace = '', name: claimName = '' } = claim.metadata;
  if (driver !== undefined) found.set(`${driver}/unbound/${namespace}/${claimName}`, driver);
}
