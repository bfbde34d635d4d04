/** Rules for volumes of the node, of the cluster's objects and of CSI drivers. */
import { validatePersistentVolumeClaimTemplate } from './persistent-volume-claim-spec-validation.ts';
import { validateRequiredFields } from './required-fields.ts';
import { validateDescendingPath, validatePathWithoutBacksteps } from './volume-path-validation.ts';
import type {
  CSIVolumeSource,
  EmptyDirVolumeSource,
  EphemeralVolumeSource,
  GitRepoVolumeSource,
  HostPathVolumeSource,
  ImageVolumeSource,
  PersistentVolumeClaimVolumeSource,
} from './volume-source.ts';
import { quote } from '../encoding/quote.ts';
import { invalidFor, validateChoice, validateRequiredChoice } from '../meta-v1/field-rules.ts';
import { validateDns1123Subdomain } from '../names/dns-names.ts';
import { nameIsDnsSubdomain } from '../names/object-names.ts';
import { Quantity } from '../scalars/quantity.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';

const HOST_PATH_TYPES = [
  '',
  'BlockDevice',
  'CharDevice',
  'Directory',
  'DirectoryOrCreate',
  'File',
  'FileOrCreate',
  'Socket',
];
const DRIVER_NAME_MAX_LENGTH = 63;

export function validateEmptyDir({ sizeLimit = '0' }: Readonly<EmptyDirVolumeSource>, path: FieldPath): FieldError[] {
  if (Quantity.parse(sizeLimit).sign() >= 0) return [];
  return [FieldError.forbidden(path.child('sizeLimit'), 'SizeLimit field must be a valid resource quantity')];
}

export function validateHostPath(source: Readonly<HostPathVolumeSource>, path: FieldPath): FieldError[] {
  if (source.path === '') return [FieldError.required(path.child('path'))];
  return [
    ...validatePathWithoutBacksteps(source.path, path.child('path')),
    ...validateChoice(path.child('type'), source.type ?? '', HOST_PATH_TYPES),
  ];
}

export function validateGitRepo(source: Readonly<GitRepoVolumeSource>, path: FieldPath): FieldError[] {
  return [
    ...validateRequiredFields(source, ['repository'], path),
    ...validateDescendingPath(source.directory ?? '', path.child('directory')),
  ];
}

export function validatePersistentVolumeClaimVolume(
  source: Readonly<PersistentVolumeClaimVolumeSource>,
  path: FieldPath,
): FieldError[] {
  return validateRequiredFields(source, ['claimName'], path);
}

/** The name of a CSI driver: a DNS name in letters of either case. */
export function validateCsiDriverName(name: string, field: FieldPath): FieldError[] {
  const errors = name === '' ? [FieldError.required(field)] : [];
  if (Buffer.byteLength(name) > DRIVER_NAME_MAX_LENGTH) {
    errors.push(FieldError.tooLong(field, DRIVER_NAME_MAX_LENGTH));
  }
  return [...errors, ...invalidFor(field, name, validateDns1123Subdomain(name.toLowerCase()))];
}

export function validateCsi(source: Readonly<CSIVolumeSource>, path: FieldPath): FieldError[] {
  const errors = validateCsiDriverName(source.driver, path.child('driver'));
  if (source.nodePublishSecretRef === undefined) return errors;
  const { name = '' } = source.nodePublishSecretRef;
  return name === ''
    ? [...errors, FieldError.required(path.child('nodePublishSecretRef', 'name'))]
    : [...errors, ...invalidFor(path.child('name'), name, nameIsDnsSubdomain(name))];
}

export function validateImageVolume(source: Readonly<ImageVolumeSource>, path: FieldPath): FieldError[] {
  const { reference = '' } = source;
  const errors = reference === '' ? [FieldError.required(path.child('reference'))] : [];
  const policies = ['Always', 'IfNotPresent', 'Never'];
  return [...errors, ...validateRequiredChoice(path.child('pullPolicy'), source.pullPolicy, policies)];
}

/** The claim is named after the pod and the volume; in a template, the name of the pod is not known yet. */
export function validateEphemeral(
  source: Readonly<EphemeralVolumeSource>,
  path: FieldPath,
  context: { readonly volumeName: string; readonly podName: string; readonly namePath: FieldPath },
): FieldError[] {
  const { volumeName, podName, namePath } = context;
  const at = path.child('volumeClaimTemplate');
  const template = source.volumeClaimTemplate;
  const errors =
    template === undefined ? [FieldError.required(at)] : validatePersistentVolumeClaimTemplate(template, at);
  if (podName !== '' && volumeName !== '') {
    const claim = `${podName}-${volumeName}`;
    const messages = nameIsDnsSubdomain(claim).map((message) => `PVC name ${quote(claim)}: ${message}`);
    errors.push(...invalidFor(namePath, volumeName, messages));
  }
  return errors;
}
