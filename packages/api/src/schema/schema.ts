/**
 * The vocabulary in which every API type is written once. From these values come the static types (`Infer`), JSON and
 * protobuf codecs, defaults, strategic-merge keys, OpenAPI and equality; nothing about a field is written anywhere else.
 *
 * How a Go declaration reads here (the wire format is defined by the Go types, so its three kinds of absence matter):
 *   `X T`            (no omitempty)  field(n, t)             always written, zero value when not given
 *   `X T,omitempty`                  field(n, omitEmpty(t))  dropped when zero or empty; structs are always written
 *   `X *T`                           field(n, optional(t))   kept exactly when given
 */

import type { Infer, InferFields } from './infer.ts';

/** The leaf types. Their JSON forms are in `Infer`; their protobuf forms in the wire codec. */
export type ScalarName =
  | 'string'
  | 'bool'
  | 'int32'
  | 'int64'
  | 'double'
  | 'bytes'
  | 'quantity'
  | 'time'
  | 'microTime'
  | 'duration'
  | 'intOrString'
  | 'json'
  | 'rawExtension'
  | 'fieldsV1';

export interface ScalarSchema<T> {
  readonly type: 'scalar';
  readonly name: ScalarName;
  /** The values that Kubernetes knows. Validation, not decoding, refuses others. */
  readonly values?: readonly string[];
  /** Only for inference. */
  readonly _static?: T;
}

/** A zero time is written as null where the field is always written. */
export interface TimeSchema extends ScalarSchema<string> {
  readonly name: 'time' | 'microTime';
}

export interface ListSchema<E> {
  readonly type: 'list';
  readonly element: Schema;
  /** In protobuf the list is a message of its own ({1: repeated}), as Go's named slice types are. */
  readonly boxed: boolean;
  readonly _static?: E[];
}

export interface DictSchema<V> {
  readonly type: 'dict';
  readonly value: Schema;
  readonly _static?: Record<string, V>;
}

/** One of several JSON shapes in the same place, each with its own protobuf tag (`additionalProperties: bool | schema`). */
export interface VariantSchema<T> {
  readonly type: 'variant';
  readonly name: string;
  readonly forms: readonly VariantForm[];
  readonly _static?: T;
}

export interface VariantForm {
  readonly tag: number;
  readonly schema: Schema;
  readonly matches: (json: unknown) => boolean;
}

/** A reference that is followed only when used, for types that contain themselves. */
export interface LazySchema<T> {
  readonly type: 'lazy';
  readonly get: () => Schema;
  readonly _static?: T;
}

export interface StructSchema<F extends Fields> {
  readonly type: 'struct';
  /** OpenAPI definition name, for example `io.k8s.api.core.v1.Container`. */
  readonly definition: string;
  /** Its last part: the Go type's name, which error texts use. */
  readonly name: string;
  readonly doc: string;
  readonly fields: F;
  /** Server-side apply treats the whole struct as one value. */
  readonly atomic: boolean;
  /** The fields that JSON shows (inlined structs flattened), by JSON name, in declaration order. */
  readonly byName: ReadonlyMap<string, JsonField>;
  readonly _static?: InferFields<F>;
}

export interface JsonField {
  readonly name: string;
  readonly field: Field<Schema, Presence>;
}

// `unknown` instead of a concrete static type: the type parameter only carries inference.
export type Schema =
  | ScalarSchema<unknown>
  | ListSchema<unknown>
  | DictSchema<unknown>
  | VariantSchema<unknown>
  | LazySchema<unknown>
  | StructSchema<Fields>;

export type Presence = 'always' | 'omitEmpty' | 'optional' | 'inline';

export interface FieldOptions {
  /** Constant that stands in when the field is not given (Kubernetes' SetDefaults functions). */
  readonly default?: string | number | boolean;
  /** OpenAPI `required`; by default exactly the fields that are always written. */
  readonly required?: boolean;
  /** Strategic merge patch: how a patch's list, map or struct meets the present one. */
  readonly patch?: 'merge' | 'replace' | 'retainKeys' | 'merge,retainKeys';
  /** Strategic merge patch: the key that identifies an element of a merged list. */
  readonly mergeKey?: string;
  /** Server-side apply: list elements are identified by these fields (`listType=map`). */
  readonly mapKeys?: readonly string[];
  /** Server-side apply: a list of distinct scalars (`listType=set`), or a list or map that is one value. */
  readonly merge?: 'set' | 'atomic';
}

export interface Field<S extends Schema, P extends Presence> {
  /** Protobuf field number; 0 for the type meta, which travels in the envelope. */
  readonly tag: number;
  readonly schema: S;
  readonly presence: P;
  readonly doc: string;
  readonly options: FieldOptions;
}

export type Fields = Readonly<Record<string, Field<Schema, Presence>>>;

interface Marked<S extends Schema, P extends Presence> {
  readonly marked: S;
  readonly presence: P;
}

/** A Go pointer: present exactly when given, even if zero. */
export function optional<S extends Schema>(schema: S): Marked<S, 'optional'> {
  return { marked: schema, presence: 'optional' };
}

/** A Go value with `omitempty`: zero values are not written (structs always are). */
export function omitEmpty<S extends Schema>(schema: S): Marked<S, 'omitEmpty'> {
  return { marked: schema, presence: 'omitEmpty' };
}

/** Declares a field: protobuf tag, type with its presence, one sentence for `kubectl explain`, merge and default options. */
export function field<S extends Schema, P extends Presence>(
  tag: number,
  type: Marked<S, P>,
  doc?: string,
  options?: FieldOptions,
): Field<S, P>;
export function field<S extends Schema>(tag: number, type: S, doc?: string, options?: FieldOptions): Field<S, 'always'>;
export function field(
  tag: number,
  type: Schema | Marked<Schema, Presence>,
  doc = '',
  options: FieldOptions = {},
): Field<Schema, Presence> {
  return 'marked' in type
    ? { tag, schema: type.marked, presence: type.presence, doc, options }
    : { tag, schema: type, presence: 'always', doc, options };
}

/** A Go embedded struct: its fields stand in the parent's JSON, but in protobuf it is a message under `tag`. */
export function inline<F extends Fields>(tag: number, schema: StructSchema<F>): Field<StructSchema<F>, 'inline'> {
  return { tag, schema, presence: 'inline', doc: '', options: {} };
}

export const list = <S extends Schema>(element: S): ListSchema<Infer<S>> => ({ type: 'list', element, boxed: false });

/** A list that protobuf carries as a message of its own, such as `metav1.Verbs`. */
export const boxedList = <S extends Schema>(element: S): ListSchema<Infer<S>> => ({
  type: 'list',
  element,
  boxed: true,
});

export const dict = <S extends Schema>(value: S): DictSchema<Infer<S>> => ({ type: 'dict', value });

export const lazy = <T>(get: () => Schema): LazySchema<T> => ({ type: 'lazy', get });

export const variant = <T>(name: string, forms: readonly VariantForm[]): VariantSchema<T> => ({
  type: 'variant',
  name,
  forms,
});

/** A string with known values; the static type is their union. */
export const oneOf = <const V extends readonly string[]>(...values: V): ScalarSchema<V[number]> => ({
  type: 'scalar',
  name: 'string',
  values,
});

/** Returns the `struct` function of one group/version, whose definitions share a name prefix. */
export function definitionsIn(prefix: string) {
  return function struct<F extends Fields>(
    name: string,
    doc: string,
    fields: F,
    options: { readonly atomic?: boolean } = {},
  ): StructSchema<F> {
    let byName: ReadonlyMap<string, JsonField> | undefined;
    return {
      type: 'struct',
      definition: `${prefix}.${name}`,
      name,
      doc,
      fields,
      atomic: options.atomic ?? false,
      get byName() {
        return (byName ??= flatten(fields));
      },
    };
  };
}

function flatten(fields: Fields): Map<string, JsonField> {
  const byName = new Map<string, JsonField>();
  for (const [name, field] of Object.entries(fields)) {
    if (field.presence !== 'inline') byName.set(name, { name, field });
    else if (field.schema.type === 'struct') for (const [n, f] of field.schema.byName) byName.set(n, f);
  }
  return byName;
}
