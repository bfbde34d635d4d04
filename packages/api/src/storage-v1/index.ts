export { CSIDriver, CSIDriverSpec, FSGroupPolicy, TokenRequest, VolumeLifecycleMode } from './csi-driver.ts';
export { CSINode, CSINodeDriver, CSINodeSpec, VolumeNodeResources } from './csi-node.ts';
export { CSIStorageCapacity } from './csi-storage-capacity.ts';
export { newestDefaultStorageClass } from './newest-default-storage-class.ts';
export {
  CSIDrivers,
  CSINodes,
  CSIStorageCapacities,
  StorageClasses,
  VolumeAttachments,
  VolumeAttributesClasses,
} from './resources.ts';
export { StorageClass, VolumeBindingMode } from './storage-class.ts';
export {
  VolumeAttachment,
  VolumeAttachmentSource,
  VolumeAttachmentSpec,
  VolumeAttachmentStatus,
  VolumeError,
} from './volume-attachment.ts';
export { VolumeAttributesClass } from './volume-attributes-class.ts';
