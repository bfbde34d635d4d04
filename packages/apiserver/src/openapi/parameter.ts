/** Query and path parameters, read off the structs that list what a request can ask for. */
import { CreateOptions, DeleteOptions, ListOptions, PatchOptions, UpdateOptions } from '@wherry/api/meta-v1';
import type { Fields, Schema, StructSchema } from '@wherry/api/schema';

export interface Parameter {
  readonly name: string;
  readonly in: 'query' | 'path';
  readonly description: string;
  readonly type: 'string' | 'boolean' | 'integer';
  readonly required: boolean;
}

/** The top-level fields of an options struct as query parameters; what a query cannot hold is left out. */
export function queryParameters(options: StructSchema<Fields>, without: readonly string[] = []): Parameter[] {
  return [...options.byName.values()].flatMap(({ name, field }) => {
    const type = queryType(field.schema);
    if (type === undefined || name === 'kind' || name === 'apiVersion' || without.includes(name)) return [];
    return [{ name, in: 'query', description: field.doc, type, required: false }];
  });
}

/** A list is given by repeating the parameter. */
function queryType(schema: Schema): Parameter['type'] | undefined {
  if (schema.type === 'list') return queryType(schema.element);
  return schema.type === 'scalar' ? QUERY_TYPES[schema.name] : undefined;
}

const QUERY_TYPES: { readonly [Name in Extract<Schema, { type: 'scalar' }>['name']]?: Parameter['type'] } = {
  bool: 'boolean',
  int32: 'integer',
  int64: 'integer',
  string: 'string',
  time: 'string',
};

export const createParameters = queryParameters(CreateOptions);
export const updateParameters = queryParameters(UpdateOptions);
export const patchParameters = queryParameters(PatchOptions);
export const deleteParameters = queryParameters(DeleteOptions);
export const listParameters = queryParameters(ListOptions);
export const deleteCollectionParameters = [
  ...deleteParameters,
  ...queryParameters(ListOptions, ['watch', 'allowWatchBookmarks']),
];

/** Every request takes it. */
export const prettyParameter: Parameter = {
  name: 'pretty',
  in: 'query',
  description: 'Indent the answer so that people can read it.',
  type: 'string',
  required: false,
};

const PATH_PARAMETERS: Readonly<Record<string, string>> = {
  namespace: 'Namespace of the object.',
  name: 'Name of the object.',
  path: 'Path of the request that is passed on.',
};

/** The parameters in a path such as `/api/v1/namespaces/{namespace}/pods`. */
export function pathParameters(path: string): Parameter[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    description: PATH_PARAMETERS[name] ?? '',
    type: 'string',
    required: true,
  }));
}
