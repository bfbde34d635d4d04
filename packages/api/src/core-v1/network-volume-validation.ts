/** Rules for volumes that a server in the network offers. Pods and PersistentVolumes share them. */
import { validateRequiredFields } from './required-fields.ts';
import type {
  CephFSVolumeSource,
  CinderVolumeSource,
  FCVolumeSource,
  FlockerVolumeSource,
  GlusterfsVolumeSource,
  ISCSIVolumeSource,
  NFSVolumeSource,
  QuobyteVolumeSource,
  RBDVolumeSource,
} from './network-volume-source.ts';
import { rangeMessage } from '../names/name-messages.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';

const INITIATOR_PATTERNS: Readonly<Record<string, RegExp>> = {
  iqn: /iqn\.\d{4}-\d{2}\.([A-Za-z0-9\-.]+)(:[^,;*&$|\s]+)$/,
  eui: /^eui.[A-Za-z0-9]{16}$/,
  naa: /^naa.[A-Za-z0-9]{32}$/,
};

export function validateNfs(nfs: Readonly<NFSVolumeSource>, path: FieldPath): FieldError[] {
  const errors = validateRequiredFields(nfs, ['server', 'path'], path);
  if (!nfs.path.startsWith('/')) {
    errors.push(FieldError.invalid(path.child('path'), nfs.path, 'must be an absolute path'));
  }
  return errors;
}

/** `volumeName` is the volume's in the pod; with an initiator name it is part of a name of limited length. */
export function validateIscsi(
  iscsi: Readonly<ISCSIVolumeSource>,
  path: FieldPath,
  options: { readonly volumeName: string; readonly namePath: FieldPath },
): FieldError[] {
  const errors = validateRequiredFields(iscsi, ['targetPortal'], path);
  errors.push(
    ...(iscsi.iqn === '' ? [FieldError.required(path.child('iqn'))] : validateInitiator(iscsi.iqn, path.child('iqn'))),
    ...validateLun(iscsi.lun, path.child('lun')),
  );
  if ((iscsi.chapAuthDiscovery === true || iscsi.chapAuthSession === true) && iscsi.secretRef === undefined) {
    errors.push(FieldError.required(path.child('secretRef')));
  }
  if (iscsi.initiatorName !== undefined) {
    errors.push(...validateInitiator(iscsi.initiatorName, path.child('initiatorname')));
    if (Buffer.byteLength(`${options.volumeName}:${iscsi.targetPortal}`) > 64) {
      const detail =
        'Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.';
      errors.push(FieldError.invalid(options.namePath, options.volumeName, detail));
    }
  }
  return errors;
}

/** The name of an iSCSI initiator or target, in one of three notations. */
export function validateInitiator(name: string, field: FieldPath): FieldError[] {
  const pattern = INITIATOR_PATTERNS[name.slice(0, 3)];
  if (pattern === undefined) {
    return [FieldError.invalid(field, name, 'must be valid format starting with iqn, eui, or naa')];
  }
  return pattern.test(name) ? [] : [FieldError.invalid(field, name, 'must be valid format')];
}

export function validateFc(fc: Readonly<FCVolumeSource>, path: FieldPath): FieldError[] {
  const worldWideNames = fc.targetWWNs ?? [];
  const identifiers = fc.wwids ?? [];
  const errors: FieldError[] = [];
  if (worldWideNames.length === 0 && identifiers.length === 0) {
    const detail = 'must specify either targetWWNs or wwids, but not both';
    errors.push(FieldError.required(path.child('targetWWNs'), detail));
  }
  if (worldWideNames.length > 0 && identifiers.length > 0) {
    const detail = 'targetWWNs and wwids can not be specified simultaneously';
    errors.push(FieldError.invalid(path.child('targetWWNs'), worldWideNames, detail));
  }
  if (worldWideNames.length > 0) {
    if (fc.lun === undefined) {
      errors.push(FieldError.required(path.child('lun'), 'lun is required if targetWWNs is specified'));
    } else {
      errors.push(...validateLun(fc.lun, path.child('lun')));
    }
  }
  return errors;
}

export function validateGlusterfs(glusterfs: Readonly<GlusterfsVolumeSource>, path: FieldPath): FieldError[] {
  return validateRequiredFields(glusterfs, ['endpoints', 'path'], path);
}

export function validateFlocker(flocker: Readonly<FlockerVolumeSource>, path: FieldPath): FieldError[] {
  const { datasetName = '', datasetUUID = '' } = flocker;
  const errors: FieldError[] = [];
  if (datasetName === '' && datasetUUID === '') {
    errors.push(FieldError.required(path, 'one of datasetName and datasetUUID is required'));
  }
  if (datasetName !== '' && datasetUUID !== '') {
    const detail = 'datasetName and datasetUUID can not be specified simultaneously';
    errors.push(FieldError.invalid(path, 'resource', detail));
  }
  if (datasetName.includes('/')) {
    errors.push(FieldError.invalid(path.child('datasetName'), datasetName, "must not contain '/'"));
  }
  return errors;
}

export function validateRbd(rbd: Pick<RBDVolumeSource, 'monitors' | 'image'>, path: FieldPath): FieldError[] {
  return validateRequiredFields(rbd, ['monitors', 'image'], path);
}

export function validateCephFs(cephFs: Pick<CephFSVolumeSource, 'monitors'>, path: FieldPath): FieldError[] {
  return validateRequiredFields(cephFs, ['monitors'], path);
}

export function validateCinder(cinder: Readonly<CinderVolumeSource>, path: FieldPath): FieldError[] {
  const errors = validateRequiredFields(cinder, ['volumeID'], path);
  if (cinder.secretRef !== undefined) {
    errors.push(...validateRequiredFields(cinder.secretRef, ['name'], path.child('secretRef')));
  }
  return errors;
}

export function validateQuobyte(quobyte: Readonly<QuobyteVolumeSource>, path: FieldPath): FieldError[] {
  const errors: FieldError[] = [];
  const registryDetail = 'must be a host:port pair or multiple pairs separated by commas';
  if (quobyte.registry === '') {
    errors.push(FieldError.required(path.child('registry'), registryDetail));
  } else if ((quobyte.tenant ?? '').length >= 65) {
    const detail = 'must be a UUID and may not exceed a length of 64 characters';
    errors.push(FieldError.required(path.child('tenant'), detail));
  } else {
    const wrong = quobyte.registry.split(',').filter((pair) => !/^(\[[^[\]]*\]|[^:[\]]*):[^:[\]]*$/.test(pair));
    errors.push(...wrong.map(() => FieldError.invalid(path.child('registry'), quobyte.registry, registryDetail)));
  }
  return [...errors, ...validateRequiredFields(quobyte, ['volume'], path)];
}

function validateLun(lun: number, field: FieldPath): FieldError[] {
  return lun < 0 || lun > 255 ? [FieldError.invalid(field, lun, rangeMessage(0, 255))] : [];
}
