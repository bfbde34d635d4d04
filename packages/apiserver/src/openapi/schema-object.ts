/** The part of JSON schema that the API's types are described in, and the two dialects of OpenAPI that carry it. */

export interface SchemaObject {
  readonly $ref?: string;
  readonly allOf?: readonly SchemaObject[];
  readonly oneOf?: readonly SchemaObject[];
  readonly description?: string;
  readonly default?: string | number | boolean | Readonly<Record<string, never>>;
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly items?: SchemaObject;
  readonly properties?: Readonly<Record<string, SchemaObject>>;
  readonly additionalProperties?: SchemaObject;
  readonly required?: readonly string[];
  readonly [extension: `x-kubernetes-${string}`]: unknown;
}

export interface Dialect {
  readonly version: 2 | 3;
  /** What references to definitions start with. */
  readonly prefix: string;
}

export const swagger2: Dialect = { version: 2, prefix: '#/definitions/' };
export const openapi3: Dialect = { version: 3, prefix: '#/components/schemas/' };

/**
 * Adds keys to a schema. In OpenAPI 3 what stands beside a `$ref` is ignored, so that the reference moves into an
 * `allOf` of one; in version 2 Kubernetes' clients read the neighbours.
 */
export function withSiblings(schema: SchemaObject, siblings: SchemaObject, { version }: Dialect): SchemaObject {
  if (schema.$ref === undefined || version === 2) return { ...schema, ...siblings };
  return Object.keys(siblings).length === 0 ? schema : { allOf: [schema], ...siblings };
}
