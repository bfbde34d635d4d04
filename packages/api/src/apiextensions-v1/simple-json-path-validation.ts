/** The parts of a definition that point into objects with plain paths: subresources and columns. */
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';
import type { CustomResourceColumnDefinition, CustomResourceSubresources } from './custom-resource-definition.ts';

const COLUMN_TYPES: readonly string[] = ['boolean', 'date', 'integer', 'number', 'string'];

const COLUMN_FORMATS: readonly string[] = [
  'byte',
  'date',
  'date-time',
  'double',
  'float',
  'int32',
  'int64',
  'password',
];

/** Everything wrong with where replicas and their selector stand. */
export function validateSubresources(path: FieldPath, { scale }: Readonly<CustomResourceSubresources>): FieldError[] {
  if (scale === undefined) return [];
  const { specReplicasPath, statusReplicasPath, labelSelectorPath = '' } = scale;
  const at = (name: string): FieldPath => path.child('scale', name);
  return [
    ...validateReplicasPath(at('specReplicasPath'), specReplicasPath, '.spec'),
    ...validateReplicasPath(at('statusReplicasPath'), statusReplicasPath, '.status'),
    ...validateSelectorPath(at('labelSelectorPath'), labelSelectorPath),
  ];
}

function validateReplicasPath(at: FieldPath, text: string, parent: string): FieldError[] {
  if (text === '') return [FieldError.required(at)];
  const errors = validateSimplePath(at, text);
  return errors.length > 0 || text.startsWith(`${parent}.`)
    ? errors
    : [FieldError.invalid(at, text, `should be a json path under ${parent}`)];
}

function validateSelectorPath(at: FieldPath, text: string): FieldError[] {
  if (text === '') return [];
  const errors = validateSimplePath(at, text);
  return errors.length > 0 || text.startsWith('.spec.') || text.startsWith('.status.')
    ? errors
    : [FieldError.invalid(at, text, 'should be a json path under either .spec or .status')];
}

function validateSimplePath(at: FieldPath, text: string): FieldError[] {
  return text.startsWith('.') ? [] : [FieldError.invalid(at, text, 'must be a simple json path starting with .')];
}

/** Everything wrong with the columns of `kubectl get`. */
export function validateColumns(path: FieldPath, columns: readonly CustomResourceColumnDefinition[]): FieldError[] {
  return columns.flatMap((column, position) => validateColumn(path.index(position), column));
}

function validateColumn(path: FieldPath, column: Readonly<CustomResourceColumnDefinition>): FieldError[] {
  const { name, type, format = '', jsonPath } = column;
  // Kubernetes names the field as it did in v1beta1.
  const pathField = path.child('JSONPath');
  return [
    ...(name === '' ? [FieldError.required(path.child('name'))] : []),
    ...validateType(path.child('type'), type),
    ...(format === '' || COLUMN_FORMATS.includes(format)
      ? []
      : [FieldError.invalid(path.child('format'), format, `must be one of ${COLUMN_FORMATS.join(',')}`)]),
    ...(jsonPath === '' ? [FieldError.required(pathField)] : validateSimplePath(pathField, jsonPath)),
  ];
}

function validateType(at: FieldPath, type: string): FieldError[] {
  const detail = `must be one of ${COLUMN_TYPES.join(',')}`;
  if (COLUMN_TYPES.includes(type)) return [];
  return [type === '' ? FieldError.required(at, detail) : FieldError.invalid(at, type, detail)];
}
