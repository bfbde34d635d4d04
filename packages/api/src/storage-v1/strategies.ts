import { validateCSIDriver, validateCSIDriverUpdate } from './csi-driver-validation.ts';
import { validateCSINode, validateCSINodeUpdate } from './csi-node-validation.ts';
import { validateCSIStorageCapacity, validateCSIStorageCapacityUpdate } from './csi-storage-capacity-validation.ts';
import { csiStorageCapacityWarnings, storageClassWarnings } from './node-label-warnings.ts';
import {
  CSIDrivers,
  CSINodes,
  CSIStorageCapacities,
  StorageClasses,
  VolumeAttachments,
  VolumeAttributesClasses,
} from './resources.ts';
import { validateStorageClass, validateStorageClassUpdate } from './storage-class-validation.ts';
import { validateVolumeAttachment, validateVolumeAttachmentUpdate } from './volume-attachment-validation.ts';
import {
  validateVolumeAttributesClass,
  validateVolumeAttributesClassUpdate,
} from './volume-attributes-class-validation.ts';
import { strategyFor, type StrategyEntry } from '../resources/strategy.ts';

/** How the kinds of this group behave. */
export const strategies: readonly StrategyEntry[] = [
  strategyFor(CSIDrivers, {
    returnsDeleted: true,
    needsResourceVersion: true,
    defaults({ spec }) {
      if ((spec.volumeLifecycleModes ?? []).length === 0) spec.volumeLifecycleModes = ['Persistent'];
    },
    validate: validateCSIDriver,
    validateUpdate: validateCSIDriverUpdate,
  }),
  strategyFor(CSINodes, {
    returnsDeleted: true,
    needsResourceVersion: true,
    validate: validateCSINode,
    validateUpdate: validateCSINodeUpdate,
  }),
  strategyFor(CSIStorageCapacities, {
    needsResourceVersion: true,
    validate: validateCSIStorageCapacity,
    validateUpdate: validateCSIStorageCapacityUpdate,
    warnings: csiStorageCapacityWarnings,
  }),
  strategyFor(StorageClasses, {
    returnsDeleted: true,
    validate: validateStorageClass,
    validateUpdate: validateStorageClassUpdate,
    warnings: storageClassWarnings,
  }),
  strategyFor(VolumeAttachments, {
    statusKeepsMetadata: true,
    returnsDeleted: true,
    needsResourceVersion: true,
    validate: validateVolumeAttachment,
    validateUpdate: validateVolumeAttachmentUpdate,
    validateStatusUpdate: validateVolumeAttachmentUpdate,
  }),
  strategyFor(VolumeAttributesClasses, {
    returnsDeleted: true,
    validate: validateVolumeAttributesClass,
    validateUpdate: validateVolumeAttributesClassUpdate,
  }),
];
