export { DecodeError, TypeMismatch } from './decode-error.ts';
export { decodeJson, type Decoded, type DecodeOptions } from './decode-json.ts';
export type { Draft, Infer } from './infer.ts';
export {
  bool,
  bytes,
  double,
  duration,
  fieldsV1,
  int32,
  int64,
  intOrString,
  json,
  microTime,
  quantity,
  rawExtension,
  string,
  time,
} from './scalars.ts';
export {
  boxedList,
  definitionsIn,
  dict,
  field,
  inline,
  lazy,
  list,
  omitEmpty,
  oneOf,
  optional,
  variant,
  type Field,
  type FieldOptions,
  type Fields,
  type JsonField,
  type Presence,
  type Schema,
  type StructSchema,
} from './schema.ts';
export { listOf } from './list-of.ts';
export { readProtobuf } from './read-protobuf.ts';
export { encodeProtobuf, writeProtobuf } from './write-protobuf.ts';
