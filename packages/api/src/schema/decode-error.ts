/** What is said of JSON that does not fit its type: the words of Go's decoder, which kubectl users see. */
import type { ScalarName, Schema } from './schema.ts';

/** JSON that cannot be an object of the wanted type. The apiserver answers it with 400. */
export class DecodeError extends Error {
  override readonly name: string = 'DecodeError';
}

/** A value of another JSON type than its field's. */
export class TypeMismatch extends DecodeError {
  readonly value: unknown;
  /** The type that was expected, as Go prints it. */
  readonly goType: string;

  constructor(message: string, { value, goType }: { readonly value: unknown; readonly goType: string }) {
    super(message);
    this.value = value;
    this.goType = goType;
  }
}

export interface Place {
  /** The struct that has the field; empty at the root. */
  readonly struct: string;
  /** Field names from the root, without list positions. */
  readonly path: string;
  readonly goType: string;
}

/** `json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32` */
export function typeMismatch(json: unknown, { struct, path, goType }: Place): TypeMismatch {
  const target = struct === '' ? `Go value of type ${goType}` : `Go struct field ${struct}.${path} of type ${goType}`;
  return new TypeMismatch(`json: cannot unmarshal ${jsonKind(json)} into ${target}`, { value: json, goType });
}

function jsonKind(json: unknown): string {
  if (Array.isArray(json)) return 'array';
  if (json === null) return 'null';
  // Go names the number where the kind is right but the value does not fit.
  if (typeof json === 'number') return `number${Number.isInteger(json) && Math.abs(json) < 2 ** 31 ? '' : ` ${json}`}`;
  if (typeof json === 'boolean') return 'bool';
  return typeof json;
}

const GO_NAMES: Readonly<Record<ScalarName, string>> = {
  string: 'string',
  bool: 'bool',
  int32: 'int32',
  int64: 'int64',
  double: 'float64',
  bytes: '[]uint8',
  quantity: 'resource.Quantity',
  time: 'v1.Time',
  microTime: 'v1.MicroTime',
  duration: 'v1.Duration',
  intOrString: 'intstr.IntOrString',
  json: 'v1.JSON',
  rawExtension: 'runtime.RawExtension',
  fieldsV1: 'v1.FieldsV1',
};

/** A schema's type as Go prints it: `v1.PodSpec`, `[]v1.Container`, `map[string]string`. */
export function goTypeName(schema: Schema): string {
  switch (schema.type) {
    case 'scalar':
      return GO_NAMES[schema.name];
    case 'list':
      return `[]${goTypeName(schema.element)}`;
    case 'dict':
      return `map[string]${goTypeName(schema.value)}`;
    case 'lazy':
      return goTypeName(schema.get());
    case 'variant':
      return `v1.${schema.name}`;
    case 'struct':
      return schema.definition.split('.').slice(-2).join('.');
  }
}
