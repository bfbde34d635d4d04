import { JSONSchemaProps } from './json-schema-props.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, bytes, int32, int64, string, time } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1');

export const CustomResourceDefinitionNames = struct('CustomResourceDefinitionNames', 'What the resource is called.', {
  plural: field(1, string, 'Name in paths: lower case, plural. Immutable.'),
  singular: field(
    2,
    omitEmpty(string),
    'Name on the command line: lower case, singular. Defaults to kind in lower case.',
  ),
  shortNames: field(3, omitEmpty(list(string)), 'Short names on the command line, in lower case.', { merge: 'atomic' }),
  kind: field(4, string, 'Kind of the objects, in CamelCase, singular. Immutable once established.'),
  listKind: field(5, omitEmpty(string), 'Kind of a list of them. Defaults to kind with List.'),
  categories: field(6, omitEmpty(list(string)), 'Groups of resources it belongs to, such as all.', { merge: 'atomic' }),
});
export type CustomResourceDefinitionNames = Infer<typeof CustomResourceDefinitionNames>;

export const CustomResourceValidation = struct('CustomResourceValidation', 'What the objects look like.', {
  openAPIV3Schema: field(1, optional(JSONSchemaProps), 'The schema; structural, with a type for every field.'),
});
export type CustomResourceValidation = Infer<typeof CustomResourceValidation>;

export const CustomResourceSubresourceStatus = struct(
  'CustomResourceSubresourceStatus',
  'Status is written by a path of its own.',
  {},
);
export type CustomResourceSubresourceStatus = Infer<typeof CustomResourceSubresourceStatus>;

export const CustomResourceSubresourceScale = struct(
  'CustomResourceSubresourceScale',
  'Replicas are read and written by a path of their own.',
  {
    specReplicasPath: field(1, string, 'Where the wanted replicas stand: a path under .spec.'),
    statusReplicasPath: field(2, string, 'Where the present replicas stand: a path under .status.'),
    labelSelectorPath: field(
      3,
      optional(string),
      'Where the selector of the pods stands, as text: needed for autoscaling.',
    ),
  },
);
export type CustomResourceSubresourceScale = Infer<typeof CustomResourceSubresourceScale>;

export const CustomResourceSubresources = struct(
  'CustomResourceSubresources',
  'Parts of the objects with paths of their own.',
  {
    status: field(1, optional(CustomResourceSubresourceStatus), 'Serves /status.'),
    scale: field(2, optional(CustomResourceSubresourceScale), 'Serves /scale.'),
  },
);
export type CustomResourceSubresources = Infer<typeof CustomResourceSubresources>;

export const CustomResourceColumnDefinition = struct(
  'CustomResourceColumnDefinition',
  'A column that kubectl get shows.',
  {
    name: field(1, string, 'Heading of the column.'),
    type: field(2, string, 'Type of the cells: integer, number, string, boolean or date.'),
    format: field(3, omitEmpty(string), 'Form of the cells, as in OpenAPI.'),
    description: field(4, omitEmpty(string), 'What the column shows.'),
    priority: field(5, omitEmpty(int32), 'Above 0, it is shown only with -o wide.'),
    jsonPath: field(6, string, 'Where the cell stands in the object, such as .spec.size.'),
  },
);
export type CustomResourceColumnDefinition = Infer<typeof CustomResourceColumnDefinition>;

export const SelectableField = struct('SelectableField', 'A field that field selectors can name.', {
  jsonPath: field(1, string, 'Path of a string, boolean or integer, without lists, such as .spec.color.'),
});
export type SelectableField = Infer<typeof SelectableField>;

export const CustomResourceDefinitionVersion = struct(
  'CustomResourceDefinitionVersion',
  'One version of the resource.',
  {
    name: field(1, string, 'Name of the version, such as v1beta1.'),
    served: field(2, bool, 'The version can be used.'),
    storage: field(3, bool, 'Objects are stored in this version; true of exactly one.'),
    deprecated: field(7, omitEmpty(bool), 'Use of the version draws a warning.'),
    deprecationWarning: field(8, optional(string), 'The warning, if not the usual one; at most 256 characters.'),
    schema: field(4, optional(CustomResourceValidation), 'What the objects look like. Required.'),
    subresources: field(5, optional(CustomResourceSubresources), 'Parts of the objects with paths of their own.'),
    additionalPrinterColumns: field(
      6,
      omitEmpty(list(CustomResourceColumnDefinition)),
      'Columns of kubectl get; age when empty.',
      { merge: 'atomic' },
    ),
    selectableFields: field(9, omitEmpty(list(SelectableField)), 'Fields that field selectors can name; at most 8.', {
      merge: 'atomic',
    }),
  },
);
export type CustomResourceDefinitionVersion = Infer<typeof CustomResourceDefinitionVersion>;

export const ServiceReference = struct('ServiceReference', 'The Service behind a webhook.', {
  namespace: field(1, string, 'Namespace of the Service.'),
  name: field(2, string, 'Name of the Service.'),
  path: field(3, optional(string), 'URL path that requests go to.'),
  port: field(4, optional(int32), 'Port of the Service: 1 to 65535. Defaults to 443.', { default: 443 }),
});
export type ServiceReference = Infer<typeof ServiceReference>;

export const WebhookClientConfig = struct('WebhookClientConfig', 'How to reach a webhook: by one of url and service.', {
  url: field(3, optional(string), 'Where it is, as https://host:port/path, without user, query or fragment.'),
  service: field(1, optional(ServiceReference), 'The Service behind it.'),
  caBundle: field(2, omitEmpty(bytes), "PEM certificates that its own must follow from; the system's when empty."),
});
export type WebhookClientConfig = Infer<typeof WebhookClientConfig>;

export const WebhookConversion = struct('WebhookConversion', 'A webhook that converts objects between versions.', {
  clientConfig: field(2, optional(WebhookClientConfig), 'How to reach it.'),
  conversionReviewVersions: field(3, list(string), 'Versions of ConversionReview it understands, best first.', {
    merge: 'atomic',
  }),
});
export type WebhookConversion = Infer<typeof WebhookConversion>;

export const ConversionStrategyType = oneOf('None', 'Webhook');
export type ConversionStrategyType = Infer<typeof ConversionStrategyType>;

export const CustomResourceConversion = struct(
  'CustomResourceConversion',
  'How objects are converted between versions.',
  {
    strategy: field(1, ConversionStrategyType, 'None: only apiVersion changes. Webhook: by a webhook.'),
    webhook: field(2, optional(WebhookConversion), 'The webhook; with strategy Webhook only.'),
  },
);
export type CustomResourceConversion = Infer<typeof CustomResourceConversion>;

export const ResourceScope = oneOf('Cluster', 'Namespaced');
export type ResourceScope = Infer<typeof ResourceScope>;

export const CustomResourceDefinitionSpec = struct(
  'CustomResourceDefinitionSpec',
  'What the resource is called, and what its objects look like.',
  {
    group: field(1, string, 'API group of the resource: a domain. Immutable.'),
    names: field(3, CustomResourceDefinitionNames, 'What the resource is called.'),
    scope: field(4, ResourceScope, 'Cluster or Namespaced. Immutable once established.'),
    versions: field(7, list(CustomResourceDefinitionVersion), 'Versions of the resource.', { merge: 'atomic' }),
    conversion: field(
      9,
      optional(CustomResourceConversion),
      'How objects are converted between versions. Defaults to None.',
    ),
    preserveUnknownFields: field(
      10,
      omitEmpty(bool),
      'Must be false; say x-kubernetes-preserve-unknown-fields in the schema instead.',
    ),
  },
);
export type CustomResourceDefinitionSpec = Infer<typeof CustomResourceDefinitionSpec>;

export const CustomResourceDefinitionCondition = struct(
  'CustomResourceDefinitionCondition',
  'One aspect of the state of a definition.',
  {
    type: field(1, string, 'What the condition is about: Established, NamesAccepted, Terminating.'),
    status: field(2, string, 'True, False or Unknown.'),
    lastTransitionTime: field(3, omitEmpty(time), 'When the status last changed.'),
    reason: field(4, omitEmpty(string), 'Why, in one word.'),
    message: field(5, omitEmpty(string), 'Why, for people.'),
    observedGeneration: field(6, omitEmpty(int64), 'Generation that the condition is about.'),
  },
);
export type CustomResourceDefinitionCondition = Infer<typeof CustomResourceDefinitionCondition>;

export const CustomResourceDefinitionStatus = struct('CustomResourceDefinitionStatus', 'State of a definition.', {
  conditions: field(1, list(CustomResourceDefinitionCondition), 'Aspects of the state.', {
    required: false,
    mapKeys: ['type'],
  }),
  acceptedNames: field(
    2,
    CustomResourceDefinitionNames,
    'Names that are in use; they may differ from those asked for.',
    { required: false },
  ),
  storedVersions: field(3, list(string), 'Versions that objects were ever stored in.', {
    required: false,
    merge: 'atomic',
  }),
  observedGeneration: field(4, omitEmpty(int64), 'Generation that was looked at last.'),
});
export type CustomResourceDefinitionStatus = Infer<typeof CustomResourceDefinitionStatus>;

export const CustomResourceDefinition = struct('CustomResourceDefinition', 'Adds a resource to the API.', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata. The name is plural.group.'),
  spec: field(2, CustomResourceDefinitionSpec, 'What the resource is called, and what its objects look like.'),
  status: field(3, omitEmpty(CustomResourceDefinitionStatus), 'State of the definition.'),
});
export type CustomResourceDefinition = Infer<typeof CustomResourceDefinition>;
