import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, bytes, double, int32, int64, json, string, time } from '../schema/scalars.ts';
import {
  definitionsIn,
  dict,
  field,
  lazy,
  list,
  omitEmpty,
  oneOf,
  optional,
  variant,
  type Schema,
} from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1');

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

// Named first, because the type contains itself.
export interface JSONSchemaProps extends Infer<typeof JSONSchemaProps> {}

export const CustomResourceDefinitionNames = struct('CustomResourceDefinitionNames', '', {
  plural: field(1, string, ''),
  singular: field(2, omitEmpty(string), ''),
  shortNames: field(3, omitEmpty(list(string)), '', { merge: 'atomic' }),
  kind: field(4, string, ''),
  listKind: field(5, omitEmpty(string), ''),
  categories: field(6, omitEmpty(list(string)), '', { merge: 'atomic' }),
});
export type CustomResourceDefinitionNames = Infer<typeof CustomResourceDefinitionNames>;

/** A schema, or a list of schemas. */
export const JSONSchemaPropsOrArray = variant<JSONSchemaProps | JSONSchemaProps[]>('JSONSchemaPropsOrArray', [
  { tag: 1, schema: lazy<JSONSchemaProps>((): Schema => JSONSchemaProps), matches: isObject },
  { tag: 2, schema: list(lazy<JSONSchemaProps>((): Schema => JSONSchemaProps)), matches: Array.isArray },
]);

/** `false`, `true` or a schema. */
export const JSONSchemaPropsOrBool = variant<boolean | JSONSchemaProps>('JSONSchemaPropsOrBool', [
  { tag: 2, schema: lazy<JSONSchemaProps>((): Schema => JSONSchemaProps), matches: isObject },
  { tag: 1, schema: bool, matches: (value) => typeof value === 'boolean' },
]);

/** A schema, or a list of property names. */
export const JSONSchemaPropsOrStringArray = variant<JSONSchemaProps | string[]>('JSONSchemaPropsOrStringArray', [
  { tag: 1, schema: lazy<JSONSchemaProps>((): Schema => JSONSchemaProps), matches: isObject },
  { tag: 2, schema: list(string), matches: Array.isArray },
]);

export const ExternalDocumentation = struct('ExternalDocumentation', '', {
  description: field(1, omitEmpty(string), ''),
  url: field(2, omitEmpty(string), ''),
});
export type ExternalDocumentation = Infer<typeof ExternalDocumentation>;

export const ValidationRule = struct('ValidationRule', '', {
  rule: field(1, string, ''),
  message: field(2, omitEmpty(string), ''),
  messageExpression: field(3, omitEmpty(string), ''),
  reason: field(4, optional(string), ''),
  fieldPath: field(5, omitEmpty(string), ''),
  optionalOldSelf: field(6, optional(bool), ''),
});
export type ValidationRule = Infer<typeof ValidationRule>;

export const JSONSchemaProps = struct('JSONSchemaProps', '', {
  id: field(1, omitEmpty(string), ''),
  $schema: field(2, omitEmpty(string), ''),
  $ref: field(3, optional(string), ''),
  description: field(4, omitEmpty(string), ''),
  type: field(5, omitEmpty(string), ''),
  format: field(6, omitEmpty(string), ''),
  title: field(7, omitEmpty(string), ''),
  default: field(8, optional(json), ''),
  maximum: field(9, optional(double), ''),
  exclusiveMaximum: field(10, omitEmpty(bool), ''),
  minimum: field(11, optional(double), ''),
  exclusiveMinimum: field(12, omitEmpty(bool), ''),
  maxLength: field(13, optional(int64), ''),
  minLength: field(14, optional(int64), ''),
  pattern: field(15, omitEmpty(string), ''),
  maxItems: field(16, optional(int64), ''),
  minItems: field(17, optional(int64), ''),
  uniqueItems: field(18, omitEmpty(bool), ''),
  multipleOf: field(19, optional(double), ''),
  enum: field(20, omitEmpty(list(json)), '', { merge: 'atomic' }),
  maxProperties: field(21, optional(int64), ''),
  minProperties: field(22, optional(int64), ''),
  required: field(23, omitEmpty(list(string)), '', { merge: 'atomic' }),
  items: field(24, optional(JSONSchemaPropsOrArray), ''),
  allOf: field(25, omitEmpty(list(lazy<JSONSchemaProps>((): Schema => JSONSchemaProps))), '', { merge: 'atomic' }),
  oneOf: field(26, omitEmpty(list(lazy<JSONSchemaProps>((): Schema => JSONSchemaProps))), '', { merge: 'atomic' }),
  anyOf: field(27, omitEmpty(list(lazy<JSONSchemaProps>((): Schema => JSONSchemaProps))), '', { merge: 'atomic' }),
  not: field(28, optional(lazy<JSONSchemaProps>((): Schema => JSONSchemaProps)), ''),
  properties: field(29, omitEmpty(dict(lazy<JSONSchemaProps>((): Schema => JSONSchemaProps))), ''),
  additionalProperties: field(30, optional(JSONSchemaPropsOrBool), ''),
  patternProperties: field(31, omitEmpty(dict(lazy<JSONSchemaProps>((): Schema => JSONSchemaProps))), ''),
  dependencies: field(32, omitEmpty(dict(JSONSchemaPropsOrStringArray)), ''),
  additionalItems: field(33, optional(JSONSchemaPropsOrBool), ''),
  definitions: field(34, omitEmpty(dict(lazy<JSONSchemaProps>((): Schema => JSONSchemaProps))), ''),
  externalDocs: field(35, optional(ExternalDocumentation), ''),
  example: field(36, optional(json), ''),
  nullable: field(37, omitEmpty(bool), ''),
  'x-kubernetes-preserve-unknown-fields': field(38, optional(bool), ''),
  'x-kubernetes-embedded-resource': field(39, omitEmpty(bool), ''),
  'x-kubernetes-int-or-string': field(40, omitEmpty(bool), ''),
  'x-kubernetes-list-map-keys': field(41, omitEmpty(list(string)), '', { merge: 'atomic' }),
  'x-kubernetes-list-type': field(42, optional(string), ''),
  'x-kubernetes-map-type': field(43, optional(string), ''),
  'x-kubernetes-validations': field(44, omitEmpty(list(ValidationRule)), '', {
    patch: 'merge',
    mergeKey: 'rule',
    mapKeys: ['rule'],
  }),
});

export const CustomResourceValidation = struct('CustomResourceValidation', '', {
  openAPIV3Schema: field(1, optional(JSONSchemaProps), ''),
});
export type CustomResourceValidation = Infer<typeof CustomResourceValidation>;

export const CustomResourceSubresourceStatus = struct('CustomResourceSubresourceStatus', '', {});
export type CustomResourceSubresourceStatus = Infer<typeof CustomResourceSubresourceStatus>;

export const CustomResourceSubresourceScale = struct('CustomResourceSubresourceScale', '', {
  specReplicasPath: field(1, string, ''),
  statusReplicasPath: field(2, string, ''),
  labelSelectorPath: field(3, optional(string), ''),
});
export type CustomResourceSubresourceScale = Infer<typeof CustomResourceSubresourceScale>;

export const CustomResourceSubresources = struct('CustomResourceSubresources', '', {
  status: field(1, optional(CustomResourceSubresourceStatus), ''),
  scale: field(2, optional(CustomResourceSubresourceScale), ''),
});
export type CustomResourceSubresources = Infer<typeof CustomResourceSubresources>;

export const CustomResourceColumnDefinition = struct('CustomResourceColumnDefinition', '', {
  name: field(1, string, ''),
  type: field(2, string, ''),
  format: field(3, omitEmpty(string), ''),
  description: field(4, omitEmpty(string), ''),
  priority: field(5, omitEmpty(int32), ''),
  jsonPath: field(6, string, ''),
});
export type CustomResourceColumnDefinition = Infer<typeof CustomResourceColumnDefinition>;

export const SelectableField = struct('SelectableField', '', {
  jsonPath: field(1, string, ''),
});
export type SelectableField = Infer<typeof SelectableField>;

export const CustomResourceDefinitionVersion = struct('CustomResourceDefinitionVersion', '', {
  name: field(1, string, ''),
  served: field(2, bool, ''),
  storage: field(3, bool, ''),
  deprecated: field(7, omitEmpty(bool), ''),
  deprecationWarning: field(8, optional(string), ''),
  schema: field(4, optional(CustomResourceValidation), ''),
  subresources: field(5, optional(CustomResourceSubresources), ''),
  additionalPrinterColumns: field(6, omitEmpty(list(CustomResourceColumnDefinition)), '', { merge: 'atomic' }),
  selectableFields: field(9, omitEmpty(list(SelectableField)), '', { merge: 'atomic' }),
});
export type CustomResourceDefinitionVersion = Infer<typeof CustomResourceDefinitionVersion>;

export const ServiceReference = struct('ServiceReference', '', {
  namespace: field(1, string, ''),
  name: field(2, string, ''),
  path: field(3, optional(string), ''),
  port: field(4, optional(int32), ''),
});
export type ServiceReference = Infer<typeof ServiceReference>;

export const WebhookClientConfig = struct('WebhookClientConfig', '', {
  url: field(3, optional(string), ''),
  service: field(1, optional(ServiceReference), ''),
  caBundle: field(2, omitEmpty(bytes), ''),
});
export type WebhookClientConfig = Infer<typeof WebhookClientConfig>;

export const WebhookConversion = struct('WebhookConversion', '', {
  clientConfig: field(2, optional(WebhookClientConfig), ''),
  conversionReviewVersions: field(3, list(string), '', { merge: 'atomic' }),
});
export type WebhookConversion = Infer<typeof WebhookConversion>;

export const ConversionStrategyType = oneOf('None', 'Webhook');
export type ConversionStrategyType = Infer<typeof ConversionStrategyType>;

export const CustomResourceConversion = struct('CustomResourceConversion', '', {
  strategy: field(1, ConversionStrategyType, ''),
  webhook: field(2, optional(WebhookConversion), ''),
});
export type CustomResourceConversion = Infer<typeof CustomResourceConversion>;

export const ResourceScope = oneOf('Cluster', 'Namespaced');
export type ResourceScope = Infer<typeof ResourceScope>;

export const CustomResourceDefinitionSpec = struct('CustomResourceDefinitionSpec', '', {
  group: field(1, string, ''),
  names: field(3, CustomResourceDefinitionNames, ''),
  scope: field(4, ResourceScope, ''),
  versions: field(7, list(CustomResourceDefinitionVersion), '', { merge: 'atomic' }),
  conversion: field(9, optional(CustomResourceConversion), ''),
  preserveUnknownFields: field(10, omitEmpty(bool), ''),
});
export type CustomResourceDefinitionSpec = Infer<typeof CustomResourceDefinitionSpec>;

export const CustomResourceDefinitionCondition = struct('CustomResourceDefinitionCondition', '', {
  type: field(1, string, ''),
  status: field(2, string, ''),
  lastTransitionTime: field(3, omitEmpty(time), ''),
  reason: field(4, omitEmpty(string), ''),
  message: field(5, omitEmpty(string), ''),
  observedGeneration: field(6, omitEmpty(int64), ''),
});
export type CustomResourceDefinitionCondition = Infer<typeof CustomResourceDefinitionCondition>;

export const CustomResourceDefinitionStatus = struct('CustomResourceDefinitionStatus', '', {
  conditions: field(1, list(CustomResourceDefinitionCondition), '', { required: false, mapKeys: ['type'] }),
  acceptedNames: field(2, CustomResourceDefinitionNames, '', { required: false }),
  storedVersions: field(3, list(string), '', { required: false, merge: 'atomic' }),
  observedGeneration: field(4, omitEmpty(int64), ''),
});
export type CustomResourceDefinitionStatus = Infer<typeof CustomResourceDefinitionStatus>;

export const CustomResourceDefinition = struct('CustomResourceDefinition', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, CustomResourceDefinitionSpec, ''),
  status: field(3, omitEmpty(CustomResourceDefinitionStatus), ''),
});
export type CustomResourceDefinition = Infer<typeof CustomResourceDefinition>;
