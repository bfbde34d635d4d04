/** What a StatefulSet has to satisfy. Of its spec only a few fields can be changed, since names and claims depend on it. */
import { amountOf, validateAtMost100Percent, validateIntOrPercent } from './int-or-percent-validation.ts';
import {
  validateAvailable,
  validateCollisions,
  validateCounts,
  validatePartsOfReplicas,
} from './replica-counts-validation.ts';
import type {
  RollingUpdateStatefulSetStrategy,
  StatefulSet,
  StatefulSetSpec,
  StatefulSetUpdateStrategy,
} from './stateful-set.ts';
import { validateWorkloadTemplate } from './workload-template-validation.ts';
import { validatePersistentVolumeClaimSpec } from '../core-v1/persistent-volume-claim-spec-validation.ts';
import type { PodTemplateSpec } from '../core-v1/pod.ts';
import { validatePodTemplateSpec } from '../core-v1/pod-template-validation.ts';
import { invalidFor, validateNonNegative } from '../meta-v1/field-rules.ts';
import { validateAnnotations, validateLabels } from '../meta-v1/labels-validation.ts';
import { semanticEqual } from '../meta-v1/semantic-equal.ts';
import { validateDns1123Label } from '../names/dns-names.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';

const SPEC = FieldPath.of('spec');
const RETENTION_POLICIES = ['Retain', 'Delete'];
const CHANGEABLE = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
] as const satisfies readonly (keyof StatefulSetSpec)[];

/** Everything wrong with a new StatefulSet. */
export function validateStatefulSet({ spec }: Readonly<StatefulSet>): FieldError[] {
  return validateSpec(spec, { old: undefined });
}

/** Everything wrong with a changed StatefulSet. */
export function validateStatefulSetUpdate({ spec }: Readonly<StatefulSet>, old: Readonly<StatefulSet>): FieldError[] {
  const errors = validateSpec(spec, { old: old.spec });
  if (!semanticEqual(fixedPart(spec), fixedPart(old.spec))) {
    const names = CHANGEABLE.map((name) => `'${name}'`);
    const detail = `updates to statefulset spec for fields other than ${names.slice(0, -1).join(', ')} and ${names.at(-1)} are forbidden`;
    errors.push(FieldError.forbidden(SPEC, detail));
  }
  return errors;
}

/** Everything wrong with a changed status. */
export function validateStatefulSetStatus({ status }: Readonly<StatefulSet>, old: Readonly<StatefulSet>): FieldError[] {
  const { replicas, readyReplicas, currentReplicas, updatedReplicas, availableReplicas } = status;
  const { observedGeneration, collisionCount } = status;
  const parts = { readyReplicas, currentReplicas, updatedReplicas, availableReplicas };
  return [
    ...validateCounts({ replicas, ...parts, observedGeneration, collisionCount }),
    ...validatePartsOfReplicas(parts, replicas),
    ...validateAvailable(status, 'status.readyReplicas'),
    ...validateCollisions(status, old.status),
  ];
}

function fixedPart(spec: StatefulSetSpec): object {
  return Object.fromEntries(Object.entries(spec).filter(([name]) => !CHANGEABLE.some((other) => other === name)));
}

function validateSpec(spec: StatefulSetSpec, { old }: { old: StatefulSetSpec | undefined }): FieldError[] {
  const { podManagementPolicy = '', serviceName } = spec;
  const policyPath = SPEC.child('podManagementPolicy');
  const isPolicy = podManagementPolicy === 'OrderedReady' || podManagementPolicy === 'Parallel';
  return [
    ...(isPolicy ? [] : [FieldError.invalid(policyPath, podManagementPolicy, "must be 'OrderedReady' or 'Parallel'")]),
    ...validateUpdateStrategy(spec.updateStrategy, SPEC.child('updateStrategy')),
    ...validateRetention(spec),
    // What cannot be changed is not looked at again: older releases took more.
    ...(old === undefined ? validateClaims(spec) : []),
    ...validateNonNegative(SPEC.child('replicas'), spec.replicas ?? 0),
    ...validateNonNegative(SPEC.child('minReadySeconds'), spec.minReadySeconds ?? 0),
    ...validateNonNegative(SPEC.child('ordinals', 'start'), spec.ordinals?.start ?? 0),
    ...(old === undefined && serviceName !== ''
      ? invalidFor(SPEC.child('serviceName'), serviceName, validateDns1123Label(serviceName))
      : []),
    ...validateWorkloadTemplate(spec, {
      kind: 'statefulset',
      badSelector: '',
      owner: 'StatefulSet',
      validateTemplate: (template, path) => validateTemplate(spec, template, { path, old }),
    }),
  ];
}

function validateTemplate(
  spec: StatefulSetSpec,
  template: PodTemplateSpec,
  { path, old }: { path: FieldPath; old: StatefulSetSpec | undefined },
): FieldError[] {
  const errors = validatePodTemplateSpec(withClaimVolumes(spec, template), path);
  const wasWrong = old !== undefined && validatePodTemplateSpec(withClaimVolumes(old, old.template), path).length > 0;
  if (!wasWrong) {
    return errors;
  }
  // A template that older releases took may be changed without being put right.
  const { labels, annotations } = template.metadata;
  return [
    ...validateLabels(path.child('labels'), labels),
    ...validateAnnotations(path.child('annotations'), annotations),
  ];
}

// The pods have a volume for each claim, in place of one of the same name.
function withClaimVolumes({ volumeClaimTemplates = [] }: StatefulSetSpec, template: PodTemplateSpec): PodTemplateSpec {
  const names = volumeClaimTemplates.map(({ metadata }) => metadata.name ?? '');
  const volumes = (template.spec.volumes ?? []).filter(({ name }) => !names.includes(name));
  const claims = names.map((name) => ({ name, persistentVolumeClaim: { claimName: name } }));
  return claims.length === 0 ? template : { ...template, spec: { ...template.spec, volumes: [...volumes, ...claims] } };
}

function validateUpdateStrategy(strategy: StatefulSetUpdateStrategy, path: FieldPath): FieldError[] {
  const { type, rollingUpdate } = strategy;
  const at = path.child('rollingUpdate');
  switch (type) {
    case 'OnDelete':
      return rollingUpdate === undefined
        ? []
        : [FieldError.invalid(at, internalForm(rollingUpdate), "only allowed for updateStrategy 'RollingUpdate'")];
    case 'RollingUpdate':
      return rollingUpdate === undefined ? [] : validateRollingUpdate(rollingUpdate, at);
    case undefined:
    default: {
      const shown = { Type: type ?? '', RollingUpdate: rollingUpdate ? internalForm(rollingUpdate) : null };
      return [FieldError.invalid(path, shown, "must be 'RollingUpdate' or 'OnDelete'")];
    }
  }
}

function validateRollingUpdate(
  { partition = 0, maxUnavailable }: RollingUpdateStatefulSetStrategy,
  path: FieldPath,
): FieldError[] {
  const at = path.child('maxUnavailable');
  const errors = validateNonNegative(path.child('partition'), partition);
  if (maxUnavailable === undefined) {
    return errors;
  }
  errors.push(...validateIntOrPercent(maxUnavailable, at));
  if (amountOf(maxUnavailable) === 0) errors.push(FieldError.invalid(at, maxUnavailable, 'cannot be 0'));
  return [...errors, ...validateAtMost100Percent(maxUnavailable, at)];
}

// The form that messages show, whose names begin with a capital.
function internalForm({ partition = 0, maxUnavailable = 0 }: RollingUpdateStatefulSetStrategy): object {
  return { Partition: partition, MaxUnavailable: maxUnavailable === 0 ? null : maxUnavailable };
}

function validateRetention({ persistentVolumeClaimRetentionPolicy: policy }: StatefulSetSpec): FieldError[] {
  const path = SPEC.child('persistentVolumeClaimRetentionPolicy');
  return (['whenDeleted', 'whenScaled'] as const).flatMap((name) => {
    const value = policy?.[name] ?? 'Retain';
    return RETENTION_POLICIES.includes(value)
      ? []
      : [FieldError.notSupported(path.child(name), value, RETENTION_POLICIES)];
  });
}

function validateClaims({ volumeClaimTemplates = [] }: StatefulSetSpec): FieldError[] {
  const path = SPEC.child('volumeClaimTemplates');
  return volumeClaimTemplates.flatMap(({ spec }, index) =>
    validatePersistentVolumeClaimSpec(spec, path.index(index).child('spec')),
  );
}
