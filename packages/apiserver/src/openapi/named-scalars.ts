/** The leaf types that have definitions of their own, because Go has types of their own for them. */
import type { Schema } from '@wherry/api/schema';
import type { Definition } from './definition.ts';
import type { Dialect, SchemaObject } from './schema-object.ts';

type ScalarName = Extract<Schema, { type: 'scalar' }>['name'];

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';

/** The definition behind a leaf type; undefined for those that OpenAPI has words for. */
export function namedScalar(name: ScalarName): Definition | undefined {
  const entry = NAMED[name];
  return entry === undefined ? undefined : { name: entry.name, build: ({ dialect }) => entry.schema(dialect) };
}

/** The body of a patch, whose form depends on its media type. */
export const patchBody: Definition = {
  name: `${META}.Patch`,
  build: () => ({ description: 'A change to an object, in the form that its media type says.', type: 'object' }),
};

interface NamedScalar {
  readonly name: string;
  schema(dialect: Dialect): SchemaObject;
}

const NAMED: { readonly [Name in ScalarName]?: NamedScalar } = {
  quantity: {
    name: 'io.k8s.apimachinery.pkg.api.resource.Quantity',
    schema: ({ version }) => ({
      description: 'An amount, such as 500m, 2, 1.5Gi or 100k: a number with a decimal or binary unit.',
      // A bare number is accepted as well, which version 2 cannot say.
      ...(version === 2 ? { type: 'string' } : { oneOf: [{ type: 'string' }, { type: 'number' }] }),
    }),
  },
  intOrString: {
    name: 'io.k8s.apimachinery.pkg.util.intstr.IntOrString',
    schema: ({ version }) => ({
      description: 'A number, or a text such as a percentage or the name of a port.',
      format: 'int-or-string',
      ...(version === 2 ? { type: 'string' } : { oneOf: [{ type: 'integer' }, { type: 'string' }] }),
    }),
  },
  time: {
    name: `${META}.Time`,
    schema: () => ({ description: 'A time, as RFC 3339 with seconds.', format: 'date-time', type: 'string' }),
  },
  microTime: {
    name: `${META}.MicroTime`,
    schema: () => ({ description: 'A time, as RFC 3339 with microseconds.', format: 'date-time', type: 'string' }),
  },
  duration: {
    name: `${META}.Duration`,
    schema: () => ({ description: 'A length of time, such as 1h30m or 10s.', type: 'string' }),
  },
  fieldsV1: {
    name: `${META}.FieldsV1`,
    schema: () => ({ description: 'A set of fields, as a tree of their names.', type: 'object' }),
  },
  rawExtension: {
    name: 'io.k8s.apimachinery.pkg.runtime.RawExtension',
    schema: () => ({ description: 'Any object.', type: 'object' }),
  },
  json: {
    name: 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSON',
    schema: () => ({ description: 'Any JSON value: a string, number, boolean, list, object or null.' }),
  },
};
