/** Rules for how volumes appear in a container. */
import type { Container } from './container.ts';
import type { VolumeSource } from './volume.ts';
import type { VolumeDevice, VolumeMount } from './volume-mount.ts';
import { validateDescendingPath, validatePathWithoutBacksteps } from './volume-path-validation.ts';
import { validateChoice } from '../meta-v1/field-rules.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';

/** The volumes of a pod that are valid themselves, by name. */
export type VolumesByName = ReadonlyMap<string, VolumeSource>;

export function validateVolumeMounts(
  container: Readonly<Container>,
  volumes: VolumesByName,
  path: FieldPath,
): FieldError[] {
  const devices = container.volumeDevices ?? [];
  const seen = new Set<string>();
  return (container.volumeMounts ?? []).flatMap((mount, index) => {
    const at = path.index(index);
    const errors: FieldError[] = [];
    if (mount.name === '') errors.push(FieldError.required(at.child('name')));
    if (!volumes.has(mount.name)) errors.push(FieldError.notFound(at.child('name'), mount.name));
    if (mount.mountPath === '') errors.push(FieldError.required(at.child('mountPath')));
    if (seen.has(mount.mountPath)) {
      errors.push(FieldError.invalid(at.child('mountPath'), mount.mountPath, 'must be unique'));
    }
    seen.add(mount.mountPath);
    if (devices.some(({ name }) => name === mount.name)) {
      errors.push(FieldError.invalid(at.child('name'), mount.name, 'must not already exist in volumeDevices'));
    }
    if (devices.some(({ devicePath }) => devicePath === mount.mountPath)) {
      const detail = 'must not already exist as a path in volumeDevices';
      errors.push(FieldError.invalid(at.child('mountPath'), mount.mountPath, detail));
    }
    return [...errors, ...validateMountOptions(mount, container, { path, at })];
  });
}

// Kubernetes reports the paths below a volume, and the modes, at the list rather than at its item.
function validateMountOptions(
  mount: VolumeMount,
  container: Container,
  { path, at }: { readonly path: FieldPath; readonly at: FieldPath },
): FieldError[] {
  const { subPath = '', subPathExpr = '', mountPropagation } = mount;
  const errors: FieldError[] = [];
  if (subPath !== '') errors.push(...validateDescendingPath(subPath, path.child('subPath')));
  if (subPathExpr !== '') {
    if (subPath !== '') {
      const detail = 'subPathExpr and subPath are mutually exclusive';
      errors.push(FieldError.invalid(at.child('subPathExpr'), subPathExpr, detail));
    }
    errors.push(...validateDescendingPath(subPathExpr, path.child('subPathExpr')));
  }
  if (mountPropagation !== undefined) {
    const field = path.child('mountPropagation');
    errors.push(...validateChoice(field, mountPropagation, ['Bidirectional', 'HostToContainer', 'None']));
    if (mountPropagation === 'Bidirectional' && container.securityContext?.privileged !== true) {
      const detail = 'Bidirectional mount propagation is available only to privileged containers';
      errors.push(FieldError.forbidden(field, detail));
    }
  }
  return [...errors, ...validateRecursiveReadOnly(mount, path.child('recursiveReadOnly'))];
}

function validateRecursiveReadOnly(mount: VolumeMount, field: FieldPath): FieldError[] {
  const { recursiveReadOnly: mode, readOnly, mountPropagation = 'None' } = mount;
  if (mode === undefined || mode === 'Disabled') return [];
  if (mode !== 'Enabled' && mode !== 'IfPossible') {
    return validateChoice(field, mode, ['Disabled', 'IfPossible', 'Enabled']);
  }
  const errors: FieldError[] = [];
  if (readOnly !== true) {
    errors.push(FieldError.forbidden(field, 'may only be specified when readOnly is true'));
  }
  if (mountPropagation !== 'None') {
    const detail = 'may only be specified when mountPropagation is None or not specified';
    errors.push(FieldError.forbidden(field, detail));
  }
  return errors;
}

export function validateVolumeDevices(
  container: Readonly<Container>,
  volumes: VolumesByName,
  path: FieldPath,
): FieldError[] {
  const mounts = container.volumeMounts ?? [];
  const names = new Set<string>();
  const paths = new Set<string>();
  return (container.volumeDevices ?? []).flatMap((device, index) => {
    const { name, devicePath } = device;
    const [atName, atPath] = [path.index(index).child('name'), path.index(index).child('devicePath')];
    const errors: FieldError[] = [];
    if (name === '') errors.push(FieldError.required(atName));
    if (names.has(name)) errors.push(FieldError.invalid(atName, name, 'must be unique'));
    errors.push(...validateDeviceVolume(device, volumes.get(name), atName));
    if (devicePath === '') errors.push(FieldError.required(atPath));
    if (paths.has(devicePath)) errors.push(FieldError.invalid(atPath, devicePath, 'must be unique'));
    if (validatePathWithoutBacksteps(devicePath, atPath).length > 0) {
      errors.push(FieldError.invalid(atPath, devicePath, "can not contain backsteps ('..')"));
    } else {
      paths.add(devicePath);
    }
    if (mounts.some((mount) => mount.name === name)) {
      errors.push(FieldError.invalid(atName, name, 'must not already exist in volumeMounts'));
    }
    if (mounts.some(({ mountPath }) => mountPath === devicePath)) {
      errors.push(FieldError.invalid(atPath, devicePath, 'must not already exist as a path in volumeMounts'));
    }
    if (name !== '') names.add(name);
    return errors;
  });
}

function validateDeviceVolume(device: VolumeDevice, source: VolumeSource | undefined, field: FieldPath): FieldError[] {
  if (source === undefined) return [FieldError.notFound(field, device.name)];
  if (source.persistentVolumeClaim !== undefined || source.ephemeral !== undefined) return [];
  const detail = 'can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode';
  return [FieldError.invalid(field, device.name, detail)];
}
