/** From a schema to the static type of its JSON form, after decoding: what is always written is never missing. */
import type { Field, Fields, Presence, Schema, StructSchema, TimeSchema } from './schema.ts';

/** The decoded JSON form of a schema. */
export type Infer<S> = S extends { readonly _static?: infer T } ? T : never;

/** What a writer of a literal must give: zero values and nested structs may be left out, decoding fills them in. */
export type Draft<T> = T extends readonly (infer E)[]
  ? readonly Draft<E>[]
  : T extends object
    ? { readonly [K in keyof T]?: Draft<T[K]> }
    : T;

export type InferFields<F extends Fields> = Flat<
  { -readonly [K in keyof F as F[K] extends AlwaysWritten ? K : never]: FieldValue<F[K]> } & {
    -readonly [K in keyof F as F[K] extends AlwaysWritten | Inlined ? never : K]?: FieldValue<F[K]>;
  } & InlineFields<F>
>;

type AlwaysWritten = Field<Schema, 'always'> | Field<StructSchema<Fields>, 'omitEmpty'>;
type Inlined = Field<StructSchema<Fields>, 'inline'>;

type FieldValue<D> =
  D extends Field<infer S, infer P>
    ? P extends 'always'
      ? S extends TimeSchema
        ? string | null
        : Infer<S>
      : Infer<S>
    : never;

type InlineFields<F extends Fields> = Intersection<
  {
    [K in keyof F]: F[K] extends Field<infer S, infer P extends Presence>
      ? P extends 'inline'
        ? [Infer<S>]
        : never
      : never;
  }[keyof F]
>;

// Each inlined struct arrives boxed in a tuple, so that a struct which is itself a union is not taken apart.
type Intersection<U> = [U] extends [never]
  ? unknown
  : (U extends [infer T] ? (value: T) => void : never) extends (value: infer I) => void
    ? I
    : never;

type Flat<T> = { [K in keyof T]: T[K] };
