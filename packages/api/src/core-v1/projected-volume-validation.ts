/** Rules for volumes that show facts and objects as files. */
import { validateObjectFieldSelector, validateResourceFieldSelector } from './key-selectors-validation.ts';
import type {
  DownwardAPIVolumeFile,
  DownwardAPIVolumeSource,
  KeyToPath,
  ProjectedVolumeSource,
  ServiceAccountTokenProjection,
  VolumeProjection,
} from './projected-volume.ts';
import { validateFileMode, validateUnreservedPath } from './volume-path-validation.ts';
import type { ConfigMapVolumeSource, SecretVolumeSource } from './volume-source.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';

const POD_FIELDS = ['metadata.name', 'metadata.namespace', 'metadata.labels', 'metadata.annotations', 'metadata.uid'];

export function validateSecretVolume(source: Readonly<SecretVolumeSource>, path: FieldPath): FieldError[] {
  const name = (source.secretName ?? '') === '' ? [FieldError.required(path.child('secretName'))] : [];
  return [
    ...name,
    ...validateFileMode(source.defaultMode, path.child('defaultMode')),
    ...validateItems(source.items, path),
  ];
}

export function validateConfigMapVolume(source: Readonly<ConfigMapVolumeSource>, path: FieldPath): FieldError[] {
  const name = (source.name ?? '') === '' ? [FieldError.required(path.child('name'))] : [];
  return [
    ...name,
    ...validateFileMode(source.defaultMode, path.child('defaultMode')),
    ...validateItems(source.items, path),
  ];
}

export function validateDownwardApiVolume(source: Readonly<DownwardAPIVolumeSource>, path: FieldPath): FieldError[] {
  return [
    ...validateFileMode(source.defaultMode, path.child('defaultMode')),
    ...(source.items ?? []).flatMap((file) => validateDownwardApiFile(file, path)),
  ];
}

export function validateProjectedVolume(source: Readonly<ProjectedVolumeSource>, path: FieldPath): FieldError[] {
  const paths = new Set<string>();
  return [
    ...validateFileMode(source.defaultMode, path.child('defaultMode')),
    ...source.sources.flatMap((projection, index) => {
      const at = path.child('sources').index(index);
      return validateProjection(projection, { path, at, paths });
    }),
  ];
}

interface ProjectionContext {
  /** Of the volume; some errors stand there. */
  readonly path: FieldPath;
  /** Of this source. */
  readonly at: FieldPath;
  /** Files of the sources so far. */
  readonly paths: Set<string>;
}

function validateProjection(projection: VolumeProjection, context: ProjectionContext): FieldError[] {
  const { path, at } = context;
  const { secret, configMap, downwardAPI, serviceAccountToken } = projection;
  const errors: FieldError[] = [];
  if (secret) errors.push(...validateKeyProjection(secret, at.child('secret'), context));
  if (configMap) errors.push(...validateKeyProjection(configMap, at.child('configMap'), context));
  for (const file of downwardAPI?.items ?? []) {
    errors.push(...validateDownwardApiFile(file, at.child('downwardAPI')));
    errors.push(...claimPath(file.path, file.path, context));
  }
  if (serviceAccountToken) errors.push(...validateTokenProjection(serviceAccountToken, path, at));
  if (Object.values(projection).filter((source) => source !== undefined).length > 1) {
    errors.push(FieldError.forbidden(at, 'may not specify more than 1 volume type per source'));
  }
  return errors;
}

function validateKeyProjection(
  source: { readonly name?: string; readonly items?: readonly KeyToPath[] },
  path: FieldPath,
  context: ProjectionContext,
): FieldError[] {
  const { name = '', items = [] } = source;
  const errors = name === '' ? [FieldError.required(path.child('name'))] : [];
  for (const [index, item] of items.entries()) {
    errors.push(...validateKeyToPath(item, path.child('items').index(index)), ...claimPath(item.path, name, context));
  }
  return errors;
}

function claimPath(file: string, badValue: string, { path, paths }: ProjectionContext): FieldError[] {
  if (file === '') return [];
  if (paths.has(file)) return [FieldError.invalid(path, badValue, 'conflicting duplicate paths')];
  paths.add(file);
  return [];
}

function validateTokenProjection(
  { expirationSeconds = 0, path: file }: ServiceAccountTokenProjection,
  path: FieldPath,
  at: FieldPath,
): FieldError[] {
  const expirationPath = at.child('serviceAccountToken', 'expirationSeconds');
  const errors: FieldError[] = [];
  if (expirationSeconds < 600) {
    const detail = 'may not specify a duration less than 10 minutes';
    errors.push(FieldError.invalid(expirationPath, expirationSeconds, detail));
  }
  if (expirationSeconds > 2 ** 32) {
    const detail = 'may not specify a duration larger than 2^32 seconds';
    errors.push(FieldError.invalid(expirationPath, expirationSeconds, detail));
  }
  return file === ''
    ? [...errors, FieldError.required(path.child('path'))]
    : [...errors, ...validateUnreservedPath(file, path.child('path'))];
}

function validateItems(items: readonly KeyToPath[] = [], path: FieldPath): FieldError[] {
  return items.flatMap((item, index) => validateKeyToPath(item, path.child('items').index(index)));
}

function validateKeyToPath({ key, path: file, mode }: KeyToPath, path: FieldPath): FieldError[] {
  const errors: FieldError[] = [];
  if (key === '') errors.push(FieldError.required(path.child('key')));
  if (file === '') errors.push(FieldError.required(path.child('path')));
  return [
    ...errors,
    ...validateUnreservedPath(file, path.child('path')),
    ...validateFileMode(mode, path.child('mode')),
  ];
}

function validateDownwardApiFile(file: DownwardAPIVolumeFile, path: FieldPath): FieldError[] {
  const errors = file.path === '' ? [FieldError.required(path.child('path'))] : [];
  errors.push(...validateUnreservedPath(file.path, path.child('path')));
  if (file.fieldRef) {
    errors.push(...validateObjectFieldSelector(file.fieldRef, POD_FIELDS, path.child('fieldRef')));
    if (file.resourceFieldRef) {
      const detail = 'fieldRef and resourceFieldRef can not be specified simultaneously';
      errors.push(FieldError.invalid(path, 'resource', detail));
    }
  } else if (file.resourceFieldRef) {
    const at = path.child('resourceFieldRef');
    errors.push(...validateResourceFieldSelector(file.resourceFieldRef, at, { inVolume: true }));
  } else {
    errors.push(FieldError.required(path, 'one of fieldRef and resourceFieldRef is required'));
  }
  return [...errors, ...validateFileMode(file.mode, path.child('mode'))];
}
