/** How lists and objects merge: whether what a schema says of it holds together. */
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';
import { itemsOf, type Props } from './sub-schemas.ts';
import { entryOf } from '../schema/entry-of.ts';

/** Everything wrong with `x-kubernetes-map-type`, `x-kubernetes-list-type` and `x-kubernetes-list-map-keys`. */
export function validateTopology(path: FieldPath, schema: Props): FieldError[] {
  return [
    ...validateMapType(path, schema),
    ...validateListType(path, schema),
    ...validateMapKeys(path, schema),
    ...(schema['x-kubernetes-list-type'] === 'map' ? validateMapList(path, schema) : []),
    ...validateItemIdentity(path, schema),
  ];
}

function validateMapType(path: FieldPath, schema: Props): FieldError[] {
  const mapType = schema['x-kubernetes-map-type'];
  if (mapType === undefined) return [];
  const at = path.child('x-kubernetes-map-type');
  return [
    ...requireType(path, schema, { type: 'object', because: 'x-kubernetes-map-type is specified' }),
    ...validateOneOf(at, mapType, ['atomic', 'granular']),
  ];
}

function validateListType(path: FieldPath, schema: Props): FieldError[] {
  const listType = schema['x-kubernetes-list-type'];
  if (listType === undefined) return [];
  const items = itemsOf(schema);
  const typeErrors = requireType(path, schema, { type: 'array', because: 'x-kubernetes-list-type is specified' });
  const isSet = typeErrors.length === 0 && listType === 'set' && items !== undefined;
  return [
    ...typeErrors,
    ...(isSet ? validateSetItems(path.child('items'), items) : []),
    ...validateOneOf(path.child('x-kubernetes-list-type'), listType, ['atomic', 'set', 'map']),
  ];
}

function requireType(path: FieldPath, schema: Props, wanted: { type: string; because: string }): FieldError[] {
  const { type = '' } = schema;
  const at = path.child('type');
  const detail = `must be ${wanted.type} if ${wanted.because}`;
  if (type === wanted.type) return [];
  return [type === '' ? FieldError.required(at, detail) : FieldError.invalid(at, type, detail)];
}

function validateOneOf(at: FieldPath, value: string, supported: readonly string[]): FieldError[] {
  return supported.includes(value) ? [] : [FieldError.notSupported(at, value, supported)];
}

/** Items of a set are told apart as a whole, so none of their parts can be merged. */
function validateSetItems(at: FieldPath, items: Props): FieldError[] {
  const detail = 'must be atomic as item of a list with x-kubernetes-list-type=set';
  // What Kubernetes shows is the list type in both cases.
  const shown = items['x-kubernetes-list-type'] ?? null;
  if (items.type === 'array' && (items['x-kubernetes-list-type'] ?? 'atomic') !== 'atomic') {
    return [FieldError.invalid(at.child('x-kubernetes-list-type'), shown, detail)];
  }
  if (items.type === 'object' && items['x-kubernetes-map-type'] !== 'atomic') {
    return [FieldError.invalid(at.child('x-kubernetes-map-type'), shown, detail)];
  }
  return [];
}

function validateMapKeys(path: FieldPath, schema: Props): FieldError[] {
  const { 'x-kubernetes-list-type': listType, 'x-kubernetes-list-map-keys': keys = [] } = schema;
  if (keys.length === 0 || listType === 'map') return [];
  const at = path.child('x-kubernetes-list-type');
  const detail = 'must be map if x-kubernetes-list-map-keys is non-empty';
  return [listType === undefined ? FieldError.required(at, detail) : FieldError.invalid(at, listType, detail)];
}

function validateMapList(path: FieldPath, schema: Props): FieldError[] {
  const { 'x-kubernetes-list-map-keys': keys = [], items } = schema;
  const at = path.child('items');
  const errors: FieldError[] = [];
  if (keys.length === 0) {
    const detail = 'must not be empty if x-kubernetes-list-type is map';
    errors.push(FieldError.required(path.child('x-kubernetes-list-map-keys'), detail));
  }
  if (items === undefined) {
    errors.push(FieldError.required(at, 'must have a schema if x-kubernetes-list-type is map'));
  } else if (Array.isArray(items)) {
    errors.push(FieldError.invalid(at, items, 'must only have a single schema if x-kubernetes-list-type is map'));
  } else if (items.type !== 'object') {
    const detail = "must be object if parent array's x-kubernetes-list-type is map";
    errors.push(FieldError.invalid(at.child('type'), items.type ?? '', detail));
  } else {
    errors.push(...keys.flatMap((key, position) => validateMapKey(path, { keys, key, position, items })));
  }
  return errors;
}

function validateMapKey(
  path: FieldPath,
  { keys, key, position, items }: { keys: readonly string[]; key: string; position: number; items: Props },
): FieldError[] {
  const at = path.child('x-kubernetes-list-map-keys');
  const property = entryOf(items.properties, key);
  const errors: FieldError[] = [];
  if (property === undefined) {
    errors.push(FieldError.invalid(at, keys, 'entries must all be names of item properties'));
  } else if (property.type === 'array' || property.type === 'object') {
    const typeAt = path.child('items', 'properties').key(key).child('type');
    const detail = "must be a scalar type if parent array's x-kubernetes-list-type is map";
    errors.push(FieldError.invalid(typeAt, items.type, detail));
  }
  if (keys.indexOf(key) < position) {
    errors.push(FieldError.invalid(at, keys, 'must not contain duplicate entries'));
  }
  return errors;
}

/** Items of sets and map lists, and the keys of the latter, are always there. */
function validateItemIdentity(path: FieldPath, schema: Props): FieldError[] {
  const { 'x-kubernetes-list-type': listType, 'x-kubernetes-list-map-keys': keys = [] } = schema;
  const items = itemsOf(schema);
  if (items === undefined || (listType !== 'set' && listType !== 'map')) return [];
  const at = path.child('items');
  const nullable = `cannot be nullable when x-kubernetes-list-type is ${listType}`;
  return [
    ...(items.nullable === true ? [FieldError.forbidden(at.child('nullable'), nullable)] : []),
    ...(listType === 'map' ? keys.flatMap((key) => validateKeyPresence(at, items, key)) : []),
  ];
}

function validateKeyPresence(at: FieldPath, items: Props, key: string): FieldError[] {
  const property = entryOf(items.properties, key);
  if (property === undefined) return [];
  const keyAt = at.child('properties').key(key);
  const why = 'this property is in x-kubernetes-list-map-keys, so it';
  const isAlwaysThere = items.required?.includes(key) === true || property.default !== undefined;
  return [
    ...(isAlwaysThere
      ? []
      : [FieldError.required(keyAt.child('default'), `${why} must have a default or be a required property`)]),
    ...(property.nullable === true ? [FieldError.forbidden(keyAt.child('nullable'), `${why} cannot be nullable`)] : []),
  ];
}
