/** The rules for ConfigMaps. */
import type { ConfigMap } from './config-map.ts';
import { base64Size, MAX_DATA_SIZE, validateDataKey, validateStillImmutable } from './data-validation.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';

const DATA = FieldPath.of('data');
const BINARY_DATA = FieldPath.of('binaryData');

/** Everything wrong with a ConfigMap. */
export function validateConfigMap({ data = {}, binaryData = {} }: Readonly<ConfigMap>): FieldError[] {
  const errors: FieldError[] = [];
  let size = 0;
  for (const [key, value] of Object.entries(data)) {
    errors.push(...validateDataKey(DATA, key));
    if (Object.hasOwn(binaryData, key)) {
      errors.push(FieldError.invalid(DATA.key(key), key, 'duplicate of key present in binaryData'));
    }
    size += Buffer.byteLength(value);
  }
  for (const [key, value] of Object.entries(binaryData)) {
    errors.push(...validateDataKey(BINARY_DATA, key));
    size += base64Size(value);
  }
  // It is the object as a whole that is too large.
  return size > MAX_DATA_SIZE ? [...errors, FieldError.tooLong('', MAX_DATA_SIZE)] : errors;
}

/** Everything wrong with a changed ConfigMap. */
export function validateConfigMapUpdate(configMap: Readonly<ConfigMap>, old: Readonly<ConfigMap>): FieldError[] {
  return [...validateStillImmutable(configMap, old, ['data', 'binaryData']), ...validateConfigMap(configMap)];
}
