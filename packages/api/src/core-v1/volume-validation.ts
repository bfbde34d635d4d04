/** Rules for the volumes of a pod: each of one kind, which has rules of its own. */
import {
  validateAwsElasticBlockStore,
  validateAzureDisk,
  validateAzureFile,
  validateFlexVolume,
  validateGcePersistentDisk,
  validatePhoton,
  validatePortworx,
  validateScaleIo,
  validateStorageOs,
  validateVsphere,
} from './cloud-volume-validation.ts';
import {
  validateCephFs,
  validateCinder,
  validateFc,
  validateFlocker,
  validateGlusterfs,
  validateIscsi,
  validateNfs,
  validateQuobyte,
  validateRbd,
} from './network-volume-validation.ts';
import {
  validateConfigMapVolume,
  validateDownwardApiVolume,
  validateProjectedVolume,
  validateSecretVolume,
} from './projected-volume-validation.ts';
import type { VolumesByName } from './volume-mount-validation.ts';
import {
  validateCsi,
  validateEmptyDir,
  validateEphemeral,
  validateGitRepo,
  validateHostPath,
  validateImageVolume,
  validatePersistentVolumeClaimVolume,
} from './volume-source-validation.ts';
import type { Volume, VolumeSource } from './volume.ts';
import { invalidFor } from '../meta-v1/field-rules.ts';
import { validateDns1123Label } from '../names/dns-names.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';

interface VolumeContext {
  /** Of the volume. */
  readonly at: FieldPath;
  readonly volumeName: string;
  /** Name of the pod; not known in templates. */
  readonly podName: string;
}

type SourceName = keyof VolumeSource;

interface SourceRule {
  readonly name: SourceName;
  /** What is wrong with the source of this name; nothing if it is not given. */
  readonly validate: (sources: Readonly<VolumeSource>, context: VolumeContext) => FieldError[];
}

function rule<K extends SourceName>(
  name: K,
  validate: (source: NonNullable<VolumeSource[K]>, path: FieldPath, context: VolumeContext) => FieldError[],
): SourceRule {
  return {
    name,
    validate: (sources, context) => {
      const source = sources[name];
      return source === undefined ? [] : validate(source, context.at.child(name), context);
    },
  };
}

/** In the order in which they are looked at; only the first that is given is, the others are refused as such. */
const SOURCE_RULES: readonly SourceRule[] = [
  rule('emptyDir', validateEmptyDir),
  rule('hostPath', validateHostPath),
  rule('gitRepo', validateGitRepo),
  rule('gcePersistentDisk', (disk, _path, { at }) => validateGcePersistentDisk(disk, at.child('persistentDisk'))),
  rule('awsElasticBlockStore', validateAwsElasticBlockStore),
  rule('secret', validateSecretVolume),
  rule('nfs', validateNfs),
  rule('iscsi', (iscsi, path, { at, volumeName }) =>
    validateIscsi(iscsi, path, { volumeName, namePath: at.child('name') }),
  ),
  rule('glusterfs', validateGlusterfs),
  rule('flocker', validateFlocker),
  rule('persistentVolumeClaim', validatePersistentVolumeClaimVolume),
  rule('rbd', validateRbd),
  rule('cinder', validateCinder),
  rule('cephfs', validateCephFs),
  rule('quobyte', validateQuobyte),
  rule('downwardAPI', validateDownwardApiVolume),
  rule('fc', validateFc),
  rule('flexVolume', validateFlexVolume),
  rule('configMap', validateConfigMapVolume),
  rule('azureFile', validateAzureFile),
  rule('vsphereVolume', validateVsphere),
  rule('photonPersistentDisk', validatePhoton),
  rule('portworxVolume', validatePortworx),
  rule('azureDisk', validateAzureDisk),
  rule('storageos', validateStorageOs),
  rule('projected', validateProjectedVolume),
  rule('scaleIO', validateScaleIo),
  rule('csi', validateCsi),
  rule('ephemeral', (source, path, { at, volumeName, podName }) =>
    validateEphemeral(source, path, { volumeName, podName, namePath: at.child('name') }),
  ),
  rule('image', validateImageVolume),
];

// Two slips of Kubernetes that users see.
const REFUSED_AS: Readonly<Partial<Record<SourceName, string>>> = { cephfs: 'cephFS', downwardAPI: 'downwarAPI' };

/** Returns what is wrong, and the volumes that are right for containers to refer to. `podName` is empty in templates. */
export function validateVolumes(
  volumes: readonly Volume[],
  path: FieldPath,
  { podName }: { readonly podName: string },
): { errors: FieldError[]; byName: VolumesByName } {
  const byName = new Map<string, VolumeSource>();
  const claims = new Set(
    volumes.filter(({ ephemeral }) => ephemeral && podName !== '').map(({ name }) => `${podName}-${name}`),
  );
  const errors = volumes.flatMap((volume, index) => {
    const at = path.index(index);
    const own = validateVolumeSource(volume, { at, volumeName: volume.name, podName });
    own.push(...validateVolumeName(volume.name, at.child('name'), byName));
    if (own.length === 0) byName.set(volume.name, volume);
    const claim = volume.persistentVolumeClaim?.claimName ?? '';
    if (claims.has(claim)) {
      const detail = 'must not reference a PVC that gets created for an ephemeral volume';
      own.push(FieldError.invalid(at.child('persistentVolumeClaim', 'claimName'), claim, detail));
    }
    return own;
  });
  return { errors, byName };
}

function validateVolumeName(name: string, field: FieldPath, taken: VolumesByName): FieldError[] {
  const errors = name === '' ? [FieldError.required(field)] : invalidFor(field, name, validateDns1123Label(name));
  return taken.has(name) ? [...errors, FieldError.duplicate(field, name)] : errors;
}

function validateVolumeSource(source: VolumeSource, context: VolumeContext): FieldError[] {
  const [first, ...others] = SOURCE_RULES.filter(({ name }) => source[name] !== undefined);
  if (first === undefined) return [FieldError.required(context.at, 'must specify a volume type')];
  return [
    ...first.validate(source, context),
    ...others.map(({ name }) =>
      FieldError.forbidden(context.at.child(REFUSED_AS[name] ?? name), 'may not specify more than 1 volume type'),
    ),
  ];
}
