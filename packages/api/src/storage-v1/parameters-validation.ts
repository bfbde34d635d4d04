/** What a storage class and a volume attributes class have in common: a driver's name and settings for it. */
import { invalidFor } from '../meta-v1/field-rules.ts';
import { validateQualifiedName } from '../names/label-syntax.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';

const MAX_PARAMETERS = 512;
const MAX_PARAMETERS_SIZE = 256 * 1024;

/** The name of what makes the volumes: a qualified name, in either case. */
export function validateProvisioner(path: FieldPath, provisioner: string): FieldError[] {
  if (provisioner === '') return [FieldError.required(path)];
  return invalidFor(path, provisioner, validateQualifiedName(provisioner.toLowerCase()));
}

/** At most 512 settings of 256 KiB in all, none without a key. */
export function validateParameters(
  path: FieldPath,
  parameters: Readonly<Record<string, string>> = {},
  { mayBeEmpty }: { readonly mayBeEmpty: boolean },
): FieldError[] {
  const entries = Object.entries(parameters);
  if (entries.length > MAX_PARAMETERS) return [FieldError.tooLong(path, MAX_PARAMETERS)];
  const errors = entries
    .filter(([key]) => key === '')
    .map(([key]) => FieldError.invalid(path, key, 'field can not be empty.'));
  if (sizeOf(parameters) > MAX_PARAMETERS_SIZE) errors.push(FieldError.tooLong(path, MAX_PARAMETERS_SIZE));
  if (!mayBeEmpty && entries.length === 0) {
    errors.push(FieldError.required(path, 'must contain at least one key/value pair'));
  }
  return errors;
}

/** The bytes of all keys and values. */
export function sizeOf(map: Readonly<Record<string, string>>): number {
  return Object.entries(map).reduce(
    (size, [key, value]) => size + Buffer.byteLength(key) + Buffer.byteLength(value),
    0,
  );
}
