/** The leaf types by name. The comment gives the JSON form; protobuf forms are in the wire codec. */
import type { ScalarName, ScalarSchema, TimeSchema } from './schema.ts';

function scalar<T>(name: ScalarName): ScalarSchema<T> {
  return { type: 'scalar', name };
}

export const string = scalar<string>('string');
export const bool = scalar<boolean>('bool');
export const int32 = scalar<number>('int32');
/** A JSON number; beyond 2^53 it loses precision, as in every JavaScript client. */
export const int64 = scalar<number>('int64');
export const double = scalar<number>('double');
/** Base64 text. */
export const bytes = scalar<string>('bytes');
/** Canonical quantity text, such as `500m` or `1Gi`. */
export const quantity = scalar<string>('quantity');
/** RFC 3339 with seconds, in UTC. */
export const time: TimeSchema = { type: 'scalar', name: 'time' };
/** RFC 3339 with six decimals, in UTC. */
export const microTime: TimeSchema = { type: 'scalar', name: 'microTime' };
/** Go duration text, such as `1h0m0s`. */
export const duration = scalar<string>('duration');
export const intOrString = scalar<number | string>('intOrString');
/** Any JSON value (`apiextensions/v1.JSON`). */
export const json = scalar<unknown>('json');
/** Any JSON object (`runtime.RawExtension`). */
export const rawExtension = scalar<unknown>('rawExtension');
/** The field set of a manager (`metav1.FieldsV1`), a JSON object. */
export const fieldsV1 = scalar<Record<string, unknown>>('fieldsV1');
