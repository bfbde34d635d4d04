/** The rules for where the data of a PersistentVolume is: one source, and what that kind of storage needs. */
import {
  validateAwsElasticBlockStore,
  validateAzureDisk,
  validateAzureFile,
  validateFlexVolume,
  validateGcePersistentDisk,
  validatePhoton,
  validatePortworx,
  validateScaleIo,
  validateVsphere,
} from './cloud-volume-validation.ts';
import {
  validateCephFs,
  validateFc,
  validateFlocker,
  validateGlusterfs,
  validateNfs,
  validateQuobyte,
  validateRbd,
} from './network-volume-validation.ts';
import {
  validateAzureFilePersistentVolume,
  validateCinderPersistentVolume,
  validateCsiPersistentVolume,
  validateGlusterfsNamespace,
  validateIscsiPersistentVolume,
  validateLocal,
  validateStorageOsPersistentVolume,
} from './persistent-volume-kinds-validation.ts';
import type { PersistentVolumeSource } from './persistent-volume-source.ts';
import { validateHostPath } from './volume-source-validation.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';

type SourceName = keyof PersistentVolumeSource;
type Rule<N extends SourceName> = (
  source: NonNullable<PersistentVolumeSource[N]>,
  path: FieldPath,
  volumeName: string,
) => FieldError[];

type Rules = { readonly [N in Extract<SourceName, string>]: Rule<N> };

/** In the order in which Kubernetes looks at them, which decides what the second source is. */
const RULES: Rules = {
  hostPath: validateHostPath,
  gcePersistentDisk: validateGcePersistentDisk,
  awsElasticBlockStore: validateAwsElasticBlockStore,
  glusterfs: (source, path) => [...validateGlusterfs(source, path), ...validateGlusterfsNamespace(source, path)],
  flocker: validateFlocker,
  nfs: validateNfs,
  rbd: validateRbd,
  quobyte: validateQuobyte,
  cephfs: validateCephFs,
  iscsi: validateIscsiPersistentVolume,
  cinder: validateCinderPersistentVolume,
  fc: validateFc,
  flexVolume: validateFlexVolume,
  azureFile: (source, path) => [...validateAzureFile(source, path), ...validateAzureFilePersistentVolume(source, path)],
  vsphereVolume: validateVsphere,
  photonPersistentDisk: validatePhoton,
  portworxVolume: validatePortworx,
  azureDisk: validateAzureDisk,
  scaleIO: validateScaleIo,
  local: validateLocal,
  storageos: validateStorageOsPersistentVolume,
  csi: validateCsiPersistentVolume,
};

// Kubernetes calls these two otherwise than the API does, in one kind of message each.
const PATHS_OF_RULES: Readonly<Partial<Record<SourceName, string>>> = { gcePersistentDisk: 'persistentDisk' };
const PATHS_OF_SECOND: Readonly<Partial<Record<SourceName, string>>> = { cephfs: 'cephFS' };

/** That there is exactly one source, and that it is complete. */
export function validatePersistentVolumeSource(
  source: Readonly<PersistentVolumeSource>,
  { path, volumeName }: { path: FieldPath; volumeName: string },
): FieldError[] {
  const given = (Object.keys(RULES) as SourceName[]).filter((name) => source[name] !== undefined);
  if (given.length === 0) {
    return [FieldError.required(path, 'must specify a volume type')];
  }
  return given.flatMap((name, index) =>
    index === 0 || name === 'flexVolume'
      ? validateOne(source, { name, path: path.child(PATHS_OF_RULES[name] ?? name), volumeName })
      : [FieldError.forbidden(path.child(PATHS_OF_SECOND[name] ?? name), 'may not specify more than 1 volume type')],
  );
}

function validateOne<N extends SourceName>(
  source: Readonly<PersistentVolumeSource>,
  { name, path, volumeName }: { name: N; path: FieldPath; volumeName: string },
): FieldError[] {
  const rule: Rule<N> = RULES[name];
  const value = source[name];
  return value === undefined || value === null ? [] : rule(value, path, volumeName);
}
