/** Rules for environment variables. */
import type { EnvFromSource, EnvVar } from './env.ts';
import {
  validateFileKeySelector,
  validateKeySelector,
  validateObjectFieldSelector,
  validateResourceFieldSelector,
} from './key-selectors-validation.ts';
import { invalidFor } from '../meta-v1/field-rules.ts';
import { validateEnvironmentName } from '../names/identifiers.ts';
import { nameIsDnsSubdomain } from '../names/object-names.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';

const POD_FIELDS = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];

export function validateEnv(variables: readonly EnvVar[], path: FieldPath): FieldError[] {
  return variables.flatMap((variable, index) => {
    const at = path.index(index);
    const name =
      variable.name === ''
        ? [FieldError.required(at.child('name'))]
        : invalidFor(at.child('name'), variable.name, validateEnvironmentName(variable.name));
    return [...name, ...validateValueFrom(variable, at.child('valueFrom'))];
  });
}

function validateValueFrom({ value = '', valueFrom }: EnvVar, path: FieldPath): FieldError[] {
  if (valueFrom === undefined) return [];
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef, fileKeyRef } = valueFrom;
  const errors: FieldError[] = [];
  if (fieldRef) errors.push(...validateObjectFieldSelector(fieldRef, POD_FIELDS, path.child('fieldRef')));
  if (resourceFieldRef) {
    const at = path.child('resourceFieldRef');
    errors.push(...validateResourceFieldSelector(resourceFieldRef, at, { inVolume: false }));
  }
  if (configMapKeyRef) errors.push(...validateKeySelector(configMapKeyRef, path.child('configMapKeyRef')));
  if (secretKeyRef) errors.push(...validateKeySelector(secretKeyRef, path.child('secretKeyRef')));
  if (fileKeyRef) errors.push(...validateFileKeySelector(fileKeyRef, path.child('fileKeyRef')));

  const sources = Object.values(valueFrom).filter((source) => source !== undefined).length;
  if (sources === 0) {
    const choice = '`fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`';
    errors.push(FieldError.invalid(path, '', `must specify one of: ${choice}`));
  } else if (value !== '') {
    errors.push(FieldError.invalid(path, '', 'may not be specified when `value` is not empty'));
  } else if (sources > 1) {
    errors.push(FieldError.invalid(path, '', 'may not have more than one field specified at a time'));
  }
  return errors;
}

export function validateEnvFrom(sources: readonly EnvFromSource[], path: FieldPath): FieldError[] {
  return sources.flatMap(({ prefix = '', configMapRef, secretRef }, index) => {
    const at = path.index(index);
    const errors = prefix === '' ? [] : invalidFor(at.child('prefix'), prefix, validateEnvironmentName(prefix));
    if (configMapRef) errors.push(...validateSourceName(configMapRef.name, at.child('configMapRef', 'name')));
    if (secretRef) errors.push(...validateSourceName(secretRef.name, at.child('secretRef', 'name')));
    if (!configMapRef && !secretRef) {
      errors.push(FieldError.invalid(path, '', 'must specify one of: `configMapRef` or `secretRef`'));
    } else if (configMapRef && secretRef) {
      errors.push(FieldError.invalid(path, '', 'may not have more than one field specified at a time'));
    }
    return errors;
  });
}

function validateSourceName(name = '', path: FieldPath): FieldError[] {
  // Upstream checks it as the beginning of a name, which only differs for a dash at the end.
  return name === ''
    ? [FieldError.required(path)]
    : invalidFor(path, name, nameIsDnsSubdomain(name, { isPrefix: true }));
}
