export {
  ConversionStrategyType,
  CustomResourceColumnDefinition,
  CustomResourceConversion,
  CustomResourceDefinition,
  CustomResourceDefinitionCondition,
  CustomResourceDefinitionNames,
  CustomResourceDefinitionSpec,
  CustomResourceDefinitionStatus,
  CustomResourceDefinitionVersion,
  CustomResourceSubresourceScale,
  CustomResourceSubresourceStatus,
  CustomResourceSubresources,
  CustomResourceValidation,
  ResourceScope,
  SelectableField,
  ServiceReference,
  WebhookClientConfig,
  WebhookConversion,
} from './custom-resource-definition.ts';
export { CustomResourceDefinitions } from './resources.ts';
export {
  ExternalDocumentation,
  JSONSchemaProps,
  JSONSchemaPropsOrArray,
  JSONSchemaPropsOrBool,
  JSONSchemaPropsOrStringArray,
  ValidationRule,
} from './json-schema-props.ts';
