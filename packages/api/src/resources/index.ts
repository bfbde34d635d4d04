export {
  allVerbs,
  apiVersionOf,
  resource,
  type KubeList,
  type KubeObject,
  type Resource,
  type ResourceRow,
  type SelectableField,
  type Subresource,
  type Verb,
  type View,
} from './resource.ts';
export { resourceTable } from './resource-table.ts';
export { strategyFor, type NameRule, type Strategy, type StrategyEntry } from './strategy.ts';
export { strategyTable } from './strategy-table.ts';
export { supports, type SupportedFields, type SupportedFieldsOf } from './supported-fields.ts';
