/** Something that happened in the cluster, and that may make room for a pod that has found none. */
import type { Node, PersistentVolume, PersistentVolumeClaim } from '@wherry/api/core-v1';
import type { CSIDriver, CSINode, CSIStorageCapacity, StorageClass, VolumeAttachment } from '@wherry/api/storage-v1';
import type { PodInfo } from '../pods/pod-info.ts';

/** What is new has no `old`, what is gone no `now`. */
interface Happening<What extends string, T> {
  readonly what: What;
  readonly old?: T | undefined;
  readonly now?: T | undefined;
}

export type ClusterEvent =
  /** A pod that has a node, or a place kept on one. */
  | Happening<'pod', PodInfo>
  /** The waiting pod itself. */
  | Happening<'self', PodInfo>
  | Happening<'node', Readonly<Node>>
  | Happening<'claim', Readonly<PersistentVolumeClaim>>
  | Happening<'volume', Readonly<PersistentVolume>>
  | Happening<'class', Readonly<StorageClass>>
  | Happening<'csi-node', Readonly<CSINode>>
  | Happening<'csi-driver', Readonly<CSIDriver>>
  | Happening<'csi-capacity', Readonly<CSIStorageCapacity>>
  | Happening<'attachment', Readonly<VolumeAttachment>>
  /** Nothing, for so long that it is worth another try. */
  | { readonly what: 'time' };
