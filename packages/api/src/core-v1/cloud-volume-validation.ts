/** Rules for volumes that a cloud or a storage product offers. Pods and PersistentVolumes share them. */
import { validateRequiredFields } from './required-fields.ts';
import type {
  AWSElasticBlockStoreVolumeSource,
  AzureDiskVolumeSource,
  AzureFileVolumeSource,
  FlexVolumeSource,
  GCEPersistentDiskVolumeSource,
  PhotonPersistentDiskVolumeSource,
  PortworxVolumeSource,
  ScaleIOVolumeSource,
  StorageOSVolumeSource,
  VsphereVirtualDiskVolumeSource,
} from './cloud-volume-source.ts';
import { invalidFor, validateChoice } from '../meta-v1/field-rules.ts';
import { validateDns1123Label } from '../names/dns-names.ts';
import { rangeMessage } from '../names/name-messages.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';

export function validateGcePersistentDisk(
  disk: Readonly<GCEPersistentDiskVolumeSource>,
  path: FieldPath,
): FieldError[] {
  return [...validateRequiredFields(disk, ['pdName'], path), ...validatePartition(disk.partition, path)];
}

export function validateAwsElasticBlockStore(
  disk: Readonly<AWSElasticBlockStoreVolumeSource>,
  path: FieldPath,
): FieldError[] {
  return [...validateRequiredFields(disk, ['volumeID'], path), ...validatePartition(disk.partition, path)];
}

export function validateAzureFile(
  file: Pick<AzureFileVolumeSource, 'secretName' | 'shareName'>,
  path: FieldPath,
): FieldError[] {
  return validateRequiredFields(file, ['secretName', 'shareName'], path);
}

export function validateAzureDisk(disk: Readonly<AzureDiskVolumeSource>, path: FieldPath): FieldError[] {
  const errors = validateRequiredFields(disk, ['diskName', 'diskURI'], path);
  if (disk.cachingMode !== undefined) {
    errors.push(...validateChoice(path.child('cachingMode'), disk.cachingMode, ['None', 'ReadOnly', 'ReadWrite']));
  }
  if (disk.kind === undefined) {
    return errors;
  }
  errors.push(...validateChoice(path.child('kind'), disk.kind, ['Dedicated', 'Managed', 'Shared']));
  const isManaged = disk.kind === 'Managed';
  if (!disk.diskURI.startsWith(isManaged ? '/subscriptions/' : 'https://')) {
    const form = isManaged
      ? '/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}'
      : 'https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd';
    errors.push(FieldError.notSupported(path.child('diskURI'), disk.diskURI, [form]));
  }
  return errors;
}

export function validateVsphere(volume: Readonly<VsphereVirtualDiskVolumeSource>, path: FieldPath): FieldError[] {
  return validateRequiredFields(volume, ['volumePath'], path);
}

export function validatePhoton(disk: Readonly<PhotonPersistentDiskVolumeSource>, path: FieldPath): FieldError[] {
  return validateRequiredFields(disk, ['pdID'], path);
}

export function validatePortworx(volume: Readonly<PortworxVolumeSource>, path: FieldPath): FieldError[] {
  return validateRequiredFields(volume, ['volumeID'], path);
}

export function validateScaleIo(
  volume: Pick<ScaleIOVolumeSource, 'gateway' | 'system' | 'volumeName'>,
  path: FieldPath,
): FieldError[] {
  return validateRequiredFields(volume, ['gateway', 'system', 'volumeName'], path);
}

export function validateStorageOs(volume: Readonly<StorageOSVolumeSource>, path: FieldPath): FieldError[] {
  const { volumeName = '', volumeNamespace = '' } = volume;
  const errors = validateRequiredFields(volume, ['volumeName'], path);
  if (volumeName !== '') {
    errors.push(...invalidFor(path.child('volumeName'), volumeName, validateDns1123Label(volumeName)));
  }
  if (volumeNamespace !== '') {
    errors.push(...invalidFor(path.child('volumeNamespace'), volumeNamespace, validateDns1123Label(volumeNamespace)));
  }
  if (volume.secretRef !== undefined) {
    errors.push(...validateRequiredFields(volume.secretRef, ['name'], path.child('secretRef')));
  }
  return errors;
}

/** Options under Kubernetes' own domains are not for users to set. */
export function validateFlexVolume(
  volume: Pick<FlexVolumeSource, 'driver' | 'options'>,
  path: FieldPath,
): FieldError[] {
  const errors = validateRequiredFields(volume, ['driver'], path);
  for (const key of Object.keys(volume.options ?? {})) {
    const domain = `.${key.split('/', 1)[0] ?? ''}`.toLowerCase();
    if (domain.endsWith('.kubernetes.io') || domain.endsWith('.k8s.io')) {
      const detail = 'kubernetes.io and k8s.io namespaces are reserved';
      errors.push(FieldError.invalid(path.child('options').key(key), key, detail));
    }
  }
  return errors;
}

function validatePartition(partition: number | undefined, path: FieldPath): FieldError[] {
  const isWrong = partition !== undefined && (partition < 0 || partition > 255);
  return isWrong ? [FieldError.invalid(path.child('partition'), partition, rangeMessage(1, 255))] : [];
}
