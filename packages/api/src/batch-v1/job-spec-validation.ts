/** What the spec of a Job, or of the Jobs of a CronJob, has to satisfy. */
import type { JobSpec } from './job-spec.ts';
import { validatePodFailurePolicy } from './pod-failure-policy-validation.ts';
import { validateSuccessPolicy } from './success-policy-validation.ts';
import { validatePodTemplateSpec } from '../core-v1/pod-template-validation.ts';
import { quote } from '../encoding/quote.ts';
import { validateNonNegative } from '../meta-v1/field-rules.ts';
import { validateDomainPrefixedPath } from '../names/domain-names.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';

const MAX_INDEXED_PARALLELISM = 100_000;
const MAX_FAILED_INDEXES = 100_000;
const MANY_COMPLETIONS = 100_000;
/** Of pods and of failed indexes, where there are many completions. */
const LIMIT_FOR_MANY = 10_000;
const MAX_MANAGED_BY_LENGTH = 63;
const COMPLETION_MODES = ['NonIndexed', 'Indexed'];
const REPLACEMENT_POLICIES = ['Failed', 'TerminatingOrFailed'];
const COUNTS = [
  'parallelism',
  'completions',
  'activeDeadlineSeconds',
  'backoffLimit',
  'ttlSecondsAfterFinished',
  'backoffLimitPerIndex',
  'maxFailedIndexes',
] as const;

/** Everything wrong with a spec, but for its selector. */
export function validateJobSpec(spec: JobSpec, path: FieldPath): FieldError[] {
  return [
    ...COUNTS.flatMap((name) => validateNonNegative(path.child(name), spec[name] ?? 0)),
    ...validateManager(spec, path),
    ...validateCompletionMode(spec, path),
    ...validatePolicies(spec, path),
    ...validatePodTemplateSpec(spec.template, path.child('template')),
    ...validateRestartPolicy(spec, path.child('template', 'spec', 'restartPolicy')),
  ];
}

function validateManager(
  { backoffLimitPerIndex, maxFailedIndexes, managedBy }: JobSpec,
  path: FieldPath,
): FieldError[] {
  const errors: FieldError[] = [];
  if (maxFailedIndexes !== undefined && backoffLimitPerIndex === undefined) {
    errors.push(FieldError.required(path.child('backoffLimitPerIndex'), 'when maxFailedIndexes is specified'));
  }
  if (managedBy !== undefined) {
    errors.push(...validateDomainPrefixedPath(path.child('managedBy'), managedBy));
    if (Buffer.byteLength(managedBy) > MAX_MANAGED_BY_LENGTH) {
      errors.push(FieldError.tooLong(path.child('managedBy'), MAX_MANAGED_BY_LENGTH));
    }
  }
  return errors;
}

function validateCompletionMode(spec: JobSpec, path: FieldPath): FieldError[] {
  const { completionMode } = spec;
  const errors: FieldError[] = [];
  if (completionMode !== undefined && !COMPLETION_MODES.includes(completionMode)) {
    errors.push(FieldError.notSupported(path.child('completionMode'), completionMode, COMPLETION_MODES));
  }
  if (completionMode === 'Indexed') {
    return [...errors, ...validateIndexed(spec, path), ...validateManyCompletions(spec, path)];
  }
  if (completionMode === undefined || completionMode === 'NonIndexed') {
    for (const name of ['backoffLimitPerIndex', 'maxFailedIndexes'] as const) {
      if (spec[name] !== undefined) {
        errors.push(FieldError.invalid(path.child(name), spec[name], 'requires indexed completion mode'));
      }
    }
  }
  return errors;
}

function validateIndexed({ completions, parallelism, maxFailedIndexes }: JobSpec, path: FieldPath): FieldError[] {
  const errors: FieldError[] = [];
  if (completions === undefined) {
    errors.push(FieldError.required(path.child('completions'), 'when completion mode is Indexed'));
  }
  if (parallelism !== undefined && parallelism > MAX_INDEXED_PARALLELISM) {
    const detail = `must be less than or equal to ${MAX_INDEXED_PARALLELISM} when completion mode is Indexed`;
    errors.push(FieldError.invalid(path.child('parallelism'), parallelism, detail));
  }
  const tooMany = (detail: string): FieldError =>
    FieldError.invalid(path.child('maxFailedIndexes'), maxFailedIndexes, `must be less than or equal to ${detail}`);
  if (maxFailedIndexes !== undefined && completions !== undefined && maxFailedIndexes > completions) {
    errors.push(tooMany('completions'));
  }
  if (maxFailedIndexes !== undefined && maxFailedIndexes > MAX_FAILED_INDEXES) {
    errors.push(tooMany(String(MAX_FAILED_INDEXES)));
  }
  return errors;
}

function validateManyCompletions(spec: JobSpec, path: FieldPath): FieldError[] {
  const { completions = 0, backoffLimitPerIndex, maxFailedIndexes } = spec;
  if (completions <= MANY_COMPLETIONS || backoffLimitPerIndex === undefined) {
    return [];
  }
  const errors: FieldError[] = [];
  if (maxFailedIndexes === undefined) {
    const detail = `must be specified when completions is above ${MANY_COMPLETIONS}`;
    errors.push(FieldError.required(path.child('maxFailedIndexes'), detail));
  }
  for (const name of ['parallelism', 'maxFailedIndexes'] as const) {
    if ((spec[name] ?? 0) > LIMIT_FOR_MANY) {
      const detail = `must be less than or equal to ${LIMIT_FOR_MANY} when completions are above ${MANY_COMPLETIONS} and used with backoff limit per index`;
      errors.push(FieldError.invalid(path.child(name), spec[name], detail));
    }
  }
  return errors;
}

function validatePolicies(spec: JobSpec, path: FieldPath): FieldError[] {
  const { podFailurePolicy, successPolicy, podReplacementPolicy, completionMode, completions } = spec;
  const errors: FieldError[] = [];
  if (podFailurePolicy !== undefined) errors.push(...validatePodFailurePolicy(spec, path.child('podFailurePolicy')));
  if (successPolicy !== undefined && completionMode !== 'Indexed') {
    errors.push(FieldError.invalid(path.child('successPolicy'), successPolicy, 'requires indexed completion mode'));
  } else if (successPolicy !== undefined) {
    errors.push(...validateSuccessPolicy(successPolicy, path.child('successPolicy'), completions ?? 0));
  }
  const replacements = podFailurePolicy === undefined ? REPLACEMENT_POLICIES : ['Failed'];
  if (podReplacementPolicy !== undefined && !replacements.includes(podReplacementPolicy)) {
    errors.push(FieldError.notSupported(path.child('podReplacementPolicy'), podReplacementPolicy, replacements));
  }
  return errors;
}

function validateRestartPolicy({ template, podFailurePolicy }: JobSpec, path: FieldPath): FieldError[] {
  const { restartPolicy = '' } = template.spec;
  const allowed = ['OnFailure', 'Never'];
  if (restartPolicy === 'Always' || restartPolicy === '') {
    return [FieldError.required(path, `valid values: ${allowed.map(quote).join(', ')}`)];
  }
  if (!allowed.includes(restartPolicy)) {
    return [FieldError.notSupported(path, restartPolicy, allowed)];
  }
  return podFailurePolicy !== undefined && restartPolicy !== 'Never'
    ? [FieldError.invalid(path, restartPolicy, 'only "Never" is supported when podFailurePolicy is specified')]
    : [];
}
