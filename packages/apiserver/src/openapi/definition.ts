/** How the types of the schema become OpenAPI definitions, one for each struct. */
import type { GroupVersionKind } from '@wherry/api/meta-v1';
import type { Field, Fields, JsonField, Presence, Schema, StructSchema } from '@wherry/api/schema';
import { namedScalar } from './named-scalars.ts';
import { withSiblings, type Dialect, type SchemaObject } from './schema-object.ts';

type ScalarSchema = Extract<Schema, { type: 'scalar' }>;

/** A type with a name, which documents define once and refer to. */
export interface Definition {
  readonly name: string;
  build(context: BuildContext): SchemaObject;
}

export interface BuildContext {
  readonly dialect: Dialect;
  /** A reference to a definition, which makes it part of the document. */
  refer(definition: Definition): SchemaObject;
  /** The kinds that a definition is the type of. */
  kindsOf(definitionName: string): readonly GroupVersionKind[];
}

interface TypeContext extends BuildContext {
  /** What the names of definitions in this group and version start with, such as `io.k8s.api.core.v1`. */
  readonly prefix: string;
  /** `Type.field`, to say which field is spoken of. */
  readonly place: string;
}

/** The definition of a struct. */
export function definitionOf(struct: StructSchema<Fields>): Definition {
  return { name: struct.definition, build: (context) => structObject(struct, context) };
}

function structObject(struct: StructSchema<Fields>, context: BuildContext): SchemaObject {
  const prefix = struct.definition.slice(0, -struct.name.length - 1);
  const fields = [...struct.byName.values()];
  const properties = fields.map((entry) => {
    const inside = { ...context, prefix, place: `${struct.name}.${entry.name}` };
    return [entry.name, propertyObject(entry.field, inside)] as const;
  });
  const required = fields.filter(isRequired).map(({ name }) => name);
  const kinds = context.kindsOf(struct.definition);
  return {
    ...described(struct.doc),
    type: 'object',
    ...(properties.length === 0 ? {} : { properties: Object.fromEntries(properties) }),
    ...(required.length === 0 ? {} : { required }),
    ...(kinds.length === 0 ? {} : { 'x-kubernetes-group-version-kind': kinds }),
    ...(struct.atomic ? { 'x-kubernetes-map-type': 'atomic' } : {}),
  };
}

const isRequired = ({ field }: JsonField): boolean => field.options.required ?? field.presence === 'always';

const described = (doc: string): SchemaObject => (doc === '' ? {} : { description: doc });

function propertyObject(field: Field<Schema, Presence>, context: TypeContext): SchemaObject {
  const siblings = {
    ...described(field.doc),
    ...(context.dialect.version === 2 ? {} : defaultOf(field)),
    ...mergeExtensions(field),
  };
  return withSiblings(typeObject(field.schema, context), siblings, context.dialect);
}

/** Where a field is always written, what it is when not given is a default too. */
function defaultOf({ schema, presence, options }: Field<Schema, Presence>): SchemaObject {
  if (options.default !== undefined) return { default: options.default };
  if (presence === 'optional') return {};
  if (schema.type === 'struct') return { default: {} };
  return presence === 'always' ? zeroOf(schema) : {};
}

function zeroOf(schema: Schema): SchemaObject {
  if (schema.type === 'struct') return { default: {} };
  const zero = schema.type === 'scalar' ? ZEROS[schema.name] : undefined;
  return zero === undefined ? {} : { default: zero };
}

const ZEROS: { readonly [Name in ScalarSchema['name']]?: string | number | boolean } = {
  string: '',
  bool: false,
  int32: 0,
  int64: 0,
  double: 0,
};

function mergeExtensions({ schema, options }: Field<Schema, Presence>): SchemaObject {
  const { patch, mergeKey, mapKeys, merge } = options;
  const listType = mapKeys === undefined ? merge : 'map';
  return {
    ...(listType !== undefined && schema.type === 'list' ? { 'x-kubernetes-list-type': listType } : {}),
    ...(mapKeys === undefined ? {} : { 'x-kubernetes-list-map-keys': mapKeys }),
    ...(merge === 'atomic' && schema.type !== 'list' ? { 'x-kubernetes-map-type': 'atomic' } : {}),
    ...(mergeKey === undefined ? {} : { 'x-kubernetes-patch-merge-key': mergeKey }),
    ...(patch === undefined ? {} : { 'x-kubernetes-patch-strategy': patch }),
  };
}

function typeObject(schema: Schema, context: TypeContext): SchemaObject {
  switch (schema.type) {
    case 'scalar':
      return scalarObject(schema, context);
    case 'list':
      return { type: 'array', items: elementObject(schema.element, context) };
    case 'dict':
      return { type: 'object', additionalProperties: elementObject(schema.value, context) };
    case 'struct':
      return context.refer(definitionOf(schema));
    case 'lazy':
      return typeObject(schema.get(), context);
    case 'variant':
      return context.refer(variantDefinition(schema, context));
  }
}

/** A member of a list or map is always written. */
function elementObject(schema: Schema, context: TypeContext): SchemaObject {
  const siblings = context.dialect.version === 2 ? {} : zeroOf(schema);
  return withSiblings(typeObject(schema, context), siblings, context.dialect);
}

/** OpenAPI of Kubernetes leaves the form of such values open. */
function variantDefinition({ name }: { readonly name: string }, { prefix }: TypeContext): Definition {
  const form = 'A value that takes one of several forms.';
  return { name: `${prefix}.${name}`, build: () => ({ description: form }) };
}

/** Fields whose listed values are only the best known ones. */
const OPEN_LISTS: ReadonlySet<string> = new Set(['Secret.type', 'LimitRangeItem.type']);

function scalarObject(schema: ScalarSchema, context: TypeContext): SchemaObject {
  const named = namedScalar(schema.name);
  if (named !== undefined) return context.refer(named);
  if (schema.values !== undefined && !OPEN_LISTS.has(context.place)) {
    return { type: 'string', enum: schema.values.toSorted() };
  }
  return FORMS[schema.name] ?? { type: 'string' };
}

const FORMS: { readonly [Name in ScalarSchema['name']]?: SchemaObject } = {
  bool: { type: 'boolean' },
  int32: { type: 'integer', format: 'int32' },
  int64: { type: 'integer', format: 'int64' },
  double: { type: 'number', format: 'double' },
  bytes: { type: 'string', format: 'byte' },
};
