/** The parts of a schema that hold further schemas, so that nobody else has to tell their forms apart. */
import type { JSONSchemaProps } from './json-schema-props.ts';

export type Props = Readonly<JSONSchemaProps>;

/** What the items of a list look like; undefined where the schema lists several, which is not supported. */
export function itemsOf({ items }: Props): Props | undefined {
  return items === undefined || Array.isArray(items) ? undefined : items;
}

/** What further properties look like; undefined where the schema says no more than yes or no. */
export function additionalPropertiesOf({ additionalProperties }: Props): Props | undefined {
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
}

/** All schemas directly within this one, wherever they stand. */
export function subSchemas(schema: Props): Props[] {
  const { items, additionalItems, additionalProperties, not } = schema;
  const { allOf = [], anyOf = [], oneOf = [] } = schema;
  const { properties = {}, patternProperties = {}, definitions = {}, dependencies = {} } = schema;
  return [
    ...(items === undefined ? [] : [items].flat()),
    ...allOf,
    ...anyOf,
    ...oneOf,
    ...[not, additionalProperties, additionalItems].filter((part) => typeof part === 'object'),
    ...[properties, patternProperties, definitions].flatMap((part) => Object.values(part)),
    ...Object.values(dependencies).flatMap((part) => (Array.isArray(part) ? [] : [part])),
  ];
}

/** Every schema within this one and itself, outermost first. */
export function allSchemas(schema: Props): Props[] {
  return [schema, ...subSchemas(schema).flatMap(allSchemas)];
}
