/** What decisions ask about beside nodes and pods. */
import type { LabelMatcher, Labels } from '@wherry/api';
import type { PersistentVolume, PersistentVolumeClaim, Pod } from '@wherry/api/core-v1';
import type { PodDisruptionBudget } from '@wherry/api/policy-v1';
import type { CSIDriver, CSINode, CSIStorageCapacity, StorageClass, VolumeAttachment } from '@wherry/api/storage-v1';

export interface StorageLookups {
  /** @param key `namespace/name` */
  claim(key: string): Readonly<PersistentVolumeClaim> | undefined;
  volume(name: string): Readonly<PersistentVolume> | undefined;
  volumesOfClass(name: string): readonly Readonly<PersistentVolume>[];
  storageClass(name: string): Readonly<StorageClass> | undefined;
  csiNode(name: string): Readonly<CSINode> | undefined;
  csiDriver(name: string): Readonly<CSIDriver> | undefined;
  csiCapacities(): readonly Readonly<CSIStorageCapacity>[];
  attachmentsTo(nodeName: string): readonly Readonly<VolumeAttachment>[];
}

export interface Lookups {
  readonly storage: StorageLookups;
  namespaceLabels(name: string): Labels | undefined;
  /** The siblings of a pod, by the Services and the controller that select it; undefined when nothing does. */
  siblingsOf(pod: Readonly<Pod>): LabelMatcher | undefined;
  budgets(): readonly Readonly<PodDisruptionBudget>[];
}
