/**
 * The rules for kinds of storage that are different in a PersistentVolume than in a pod: their secrets name a
 * namespace, because a volume has none of its own.
 */
import { validateStorageOs } from './cloud-volume-validation.ts';
import type { SecretReference } from './object-reference.ts';
import type {
  AzureFilePersistentVolumeSource,
  CinderPersistentVolumeSource,
  CSIPersistentVolumeSource,
  GlusterfsPersistentVolumeSource,
  ISCSIPersistentVolumeSource,
  LocalVolumeSource,
  StorageOSPersistentVolumeSource,
} from './persistent-volume-source.ts';
import { validateRequiredFields } from './required-fields.ts';
import { validatePathWithoutBacksteps } from './volume-path-validation.ts';
import { validateCsiDriverName } from './volume-source-validation.ts';
import { invalidFor } from '../meta-v1/field-rules.ts';
import { validateDns1123Label, validateDns1123Subdomain } from '../names/dns-names.ts';
import { rangeMessage } from '../names/name-messages.ts';
import { nameIsDnsLabel } from '../names/object-names.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';

const ISCSI_NAMES: Readonly<Record<string, RegExp>> = {
  iqn: /iqn\.\d{4}-\d{2}\.([A-Za-z0-9\-.]+)(:[^,;*&$|\s]+)$/,
  eui: /^eui.[A-Za-z0-9]{16}$/,
  naa: /^naa.[A-Za-z0-9]{32}$/,
};

export function validateGlusterfsNamespace(source: GlusterfsPersistentVolumeSource, path: FieldPath): FieldError[] {
  const { endpointsNamespace: namespace } = source;
  if (namespace === undefined) {
    return [];
  }
  const field = path.child('endpointsNamespace');
  return namespace === ''
    ? [FieldError.invalid(field, namespace, 'if the endpointnamespace is set, it must be a valid namespace name')]
    : invalidFor(field, namespace, nameIsDnsLabel(namespace));
}

export function validateIscsiPersistentVolume(
  iscsi: ISCSIPersistentVolumeSource,
  path: FieldPath,
  volumeName: string,
): FieldError[] {
  const errors = validateRequiredFields(iscsi, ['targetPortal'], path);
  if (iscsi.initiatorName !== undefined && Buffer.byteLength(`${volumeName}:${iscsi.targetPortal}`) > 64) {
    const detail =
      'Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.';
    errors.push(FieldError.invalid(path.child('targetportal'), iscsi.targetPortal, detail));
  }
  const iqn = path.child('iqn');
  errors.push(...(iscsi.iqn === '' ? [FieldError.required(iqn)] : validateIscsiName(iqn, iscsi.iqn)));
  if (iscsi.lun < 0 || iscsi.lun > 255) {
    errors.push(FieldError.invalid(path.child('lun'), iscsi.lun, rangeMessage(0, 255)));
  }
  if ((iscsi.chapAuthDiscovery === true || iscsi.chapAuthSession === true) && iscsi.secretRef === undefined) {
    errors.push(FieldError.required(path.child('secretRef')));
  }
  return [
    ...errors,
    ...validateSecret(path.child('secretRef'), iscsi.secretRef, ['name']),
    ...(iscsi.initiatorName === undefined ? [] : validateIscsiName(path.child('initiatorname'), iscsi.initiatorName)),
  ];
}

function validateIscsiName(field: FieldPath, name: string): FieldError[] {
  const isWellFormed = ISCSI_NAMES[name.slice(0, 3)]?.test(name) ?? false;
  return isWellFormed ? [] : [FieldError.invalid(field, name, 'must be valid format')];
}

export function validateCinderPersistentVolume(source: CinderPersistentVolumeSource, path: FieldPath): FieldError[] {
  return [
    ...validateRequiredFields(source, ['volumeID'], path),
    ...validateSecret(path.child('secretRef'), source.secretRef, ['name', 'namespace']),
  ];
}

export function validateAzureFilePersistentVolume(
  { secretNamespace }: AzureFilePersistentVolumeSource,
  path: FieldPath,
): FieldError[] {
  return secretNamespace === '' ? [FieldError.required(path.child('secretNamespace'))] : [];
}

export function validateLocal(source: LocalVolumeSource, path: FieldPath): FieldError[] {
  const field = path.child('path');
  return source.path === '' ? [FieldError.required(field)] : validatePathWithoutBacksteps(source.path, field);
}

export function validateStorageOsPersistentVolume(
  source: StorageOSPersistentVolumeSource,
  path: FieldPath,
): FieldError[] {
  const { secretRef, ...volume } = source;
  return [
    ...validateStorageOs(volume, path),
    ...validateSecret(path.child('secretRef'), secretRef, ['name', 'namespace']),
  ];
}

export function validateCsiPersistentVolume(source: CSIPersistentVolumeSource, path: FieldPath): FieldError[] {
  const secrets = [
    'controllerPublishSecretRef',
    'controllerExpandSecretRef',
    'nodePublishSecretRef',
    'nodeExpandSecretRef',
  ] as const;
  return [
    ...validateCsiDriverName(source.driver, path.child('driver')),
    ...validateRequiredFields(source, ['volumeHandle'], path),
    ...secrets.flatMap((name) => validateNamedSecret(path.child(name), source[name])),
  ];
}

function validateSecret(
  path: FieldPath,
  secret: SecretReference | undefined,
  names: readonly ('name' | 'namespace')[],
): FieldError[] {
  return secret === undefined ? [] : validateRequiredFields(secret, names, path);
}

function validateNamedSecret(path: FieldPath, secret: SecretReference | undefined): FieldError[] {
  if (secret === undefined) {
    return [];
  }
  const { name = '', namespace = '' } = secret;
  const [nameField, namespaceField] = [path.child('name'), path.child('namespace')];
  return [
    ...(name === '' ? [FieldError.required(nameField)] : invalidFor(nameField, name, validateDns1123Subdomain(name))),
    ...(namespace === ''
      ? [FieldError.required(namespaceField)]
      : invalidFor(namespaceField, namespace, validateDns1123Label(namespace))),
  ];
}
