export {
  APIGroup,
  APIGroupList,
  APIResource,
  APIResourceList,
  APIVersions,
  GroupVersionForDiscovery,
  ServerAddressByClientCIDR,
} from './api-discovery.ts';
export { Condition } from './condition.ts';
export { validateConditions } from './condition-validation.ts';
export {
  validateFieldSelectorRequirement,
  validateLabelSelector,
  validateLabelSelectorRequirement,
} from './label-selector-validation.ts';
export { GroupVersionKind } from './group-version-kind.ts';
export {
  FieldSelectorOperator,
  FieldSelectorRequirement,
  LabelSelector,
  LabelSelectorOperator,
  LabelSelectorRequirement,
} from './label-selector.ts';
export { ListMeta } from './list-meta.ts';
export { ManagedFieldsEntry, ManagedFieldsOperationType, ObjectMeta, OwnerReference } from './object-meta.ts';
export {
  CreateOptions,
  DeleteOptions,
  DeletionPropagation,
  GetOptions,
  IncludeObjectPolicy,
  ListOptions,
  PatchOptions,
  Preconditions,
  ResourceVersionMatch,
  TableOptions,
  UpdateOptions,
} from './options.ts';
export { newestDefault } from './newest-default.ts';
export { PartialObjectMetadata } from './partial-object-metadata.ts';
export { Status, StatusCause, StatusDetails } from './status.ts';
export { Table, TableColumnDefinition, TableRow, TableRowCondition } from './table.ts';
export { typeMeta } from './type-meta.ts';
export {
  IMMUTABLE_MESSAGE,
  invalidFor,
  validateChoice,
  validateImmutableField,
  validateNonNegative,
  validatePositive,
  validateRequiredChoice,
} from './field-rules.ts';
export { validateAnnotations, validateLabelName, validateLabels } from './labels-validation.ts';
export { validateFieldManager, validateManagedFields } from './managed-fields-validation.ts';
export {
  validateFinalizers,
  validateObjectMeta,
  validateObjectMetaUpdate,
  type ObjectMetaRules,
} from './object-meta-validation.ts';
export { semanticEqual } from './semantic-equal.ts';
