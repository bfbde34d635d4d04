/**
 * What a part of the cluster does with fields of the API, said beside the code that does it. From these tables comes
 * docs/compatibility.md. What no part names is stored and given back, and nothing else.
 */
import type { Infer } from '../schema/infer.ts';
import type { Fields, StructSchema } from '../schema/schema.ts';

export interface SupportedFields {
  readonly schema: StructSchema<Fields>;
  /** JSON names of the fields that have the effect that Kubernetes gives them. */
  readonly enforced: readonly string[];
  /** Of those that have an effect only in some cases, or another way: what a user has to know. */
  readonly partly: Readonly<Record<string, string>>;
  /** Accepted, with a warning or an event that says that they have no effect: which. */
  readonly warned: Readonly<Record<string, string>>;
  /** What cannot be done: the object is not accepted, or not carried out, and how the user is told. */
  readonly refused: Readonly<Record<string, string>>;
}

type Name<S> = keyof Infer<S> & string;

export interface SupportedFieldsOf<S> {
  readonly enforced?: readonly Name<S>[];
  readonly partly?: Readonly<Partial<Record<Name<S>, string>>>;
  readonly warned?: Readonly<Partial<Record<Name<S>, string>>>;
  readonly refused?: Readonly<Partial<Record<Name<S>, string>>>;
}

/** One row of such a table. The compiler refuses fields that the schema does not have. */
export function supports<F extends Fields>(
  schema: StructSchema<F>,
  fields: SupportedFieldsOf<StructSchema<F>>,
): SupportedFields {
  const { enforced = [], partly = {}, warned = {}, refused = {} } = fields;
  return { schema, enforced, partly: { ...partly }, warned: { ...warned }, refused: { ...refused } } as SupportedFields;
}
