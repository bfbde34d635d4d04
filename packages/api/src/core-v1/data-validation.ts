/** The rules that the data of ConfigMaps and Secrets share: keys, size, and that immutable data stays. */
import { invalidFor } from '../meta-v1/field-rules.ts';
import { semanticEqual } from '../meta-v1/semantic-equal.ts';
import { validateConfigMapKey } from '../names/identifiers.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';

/** Bytes that the values of one object may have in all. */
export const MAX_DATA_SIZE = 1024 * 1024;

/** That a key can be the name of a file. */
export function validateDataKey(map: FieldPath, key: string): FieldError[] {
  return invalidFor(map.key(key), key, validateConfigMapKey(key));
}

/** The size of what base64 text stands for. */
export function base64Size(text: string): number {
  return Buffer.byteLength(text, 'base64');
}

interface Immutable {
  readonly immutable?: boolean;
}

/** What a change does to an object that was made immutable; `names` are the fields with its data. */
export function validateStillImmutable<T extends Immutable>(
  object: T,
  old: T,
  names: readonly (keyof T & string)[],
): FieldError[] {
  if (old.immutable !== true) {
    return [];
  }
  const changed = names.filter((name) => !semanticEqual(object[name], old[name]));
  return [...(object.immutable === true ? [] : ['immutable']), ...changed].map((name) =>
    FieldError.forbidden(FieldPath.of(name), 'field is immutable when `immutable` is set'),
  );
}
