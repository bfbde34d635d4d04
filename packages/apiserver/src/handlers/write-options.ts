/** The query of a write: `dryRun`, `fieldValidation`, `fieldManager`, checked as Kubernetes checks its options. */
import { FieldError, FieldPath, invalid } from '@wherry/api';

/** What happens to fields that the schema does not have, and to fields given twice. */
export type FieldValidation = 'Ignore' | 'Warn' | 'Strict';

export interface WriteOptions {
  readonly dryRun: boolean;
  readonly fieldValidation: FieldValidation;
}

/** How errors name the options of a verb. */
export type WriteOptionsKind = 'CreateOptions' | 'UpdateOptions' | 'PatchOptions';

const DEFAULTS: WriteOptions = { dryRun: false, fieldValidation: 'Warn' };
const META_GROUP = 'meta.k8s.io';
const MAX_MANAGER_LENGTH = 128;

/** @throws StatusError 422 with everything that is wrong with the options */
export function readWriteOptions(query: URLSearchParams, kind: WriteOptionsKind): WriteOptions {
  if (query.size === 0) return DEFAULTS;
  const dryRun = query.getAll('dryRun');
  const fieldValidation = query.get('fieldValidation') ?? '';
  const errors = [
    ...(kind === 'PatchOptions' ? forceErrors(query) : []),
    ...managerErrors(query.get('fieldManager') ?? ''),
    ...dryRunErrors(dryRun),
    ...validationErrors(fieldValidation),
  ];
  if (errors.length > 0) throw invalid({ group: META_GROUP, kind }, '', errors);
  return { dryRun: dryRun.length > 0, fieldValidation: isDirective(fieldValidation) ? fieldValidation : 'Warn' };
}

function dryRunErrors(values: readonly string[]): FieldError[] {
  if (values.every((value) => value === 'All')) return [];
  return [FieldError.notSupported(FieldPath.of('dryRun'), values, ['All'])];
}

function forceErrors(query: URLSearchParams): FieldError[] {
  if (!query.has('force')) return [];
  return [FieldError.forbidden(FieldPath.of('force'), 'may not be specified for non-apply patch')];
}

function managerErrors(manager: string): FieldError[] {
  const path = FieldPath.of('fieldManager');
  const errors = Buffer.byteLength(manager) > MAX_MANAGER_LENGTH ? [FieldError.tooLong(path, MAX_MANAGER_LENGTH)] : [];
  let position = 0;
  for (const character of manager) {
    if (!/^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u.test(character)) {
      errors.push(
        FieldError.invalid(path, manager, `invalid character ${codePoint(character)} (at position ${position})`),
      );
    }
    position += Buffer.byteLength(character);
  }
  return errors;
}

/** `U+000A`, as Go names what cannot be printed. */
const codePoint = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

function validationErrors(directive: string): FieldError[] {
  if (directive === '' || isDirective(directive)) return [];
  return [FieldError.notSupported(FieldPath.of('fieldValidation'), directive, ['', 'Ignore', 'Strict', 'Warn'])];
}

const isDirective = (text: string): text is FieldValidation =>
  text === 'Ignore' || text === 'Warn' || text === 'Strict';
