export { FieldMatcher, parseFieldSelector } from './field-selector.ts';
export type { FieldRequirement } from './field-selector.ts';
export { LabelMatcher } from './label-matcher.ts';
export { checkRequirement } from './label-requirement.ts';
export type { LabelOperator, LabelRequirement, Labels } from './label-requirement.ts';
export { compileLabelSelector, formatLabels, formatLabelSelector } from './label-selector.ts';
export type { LabelSelectorFields } from './label-selector.ts';
export { parseLabelSelector } from './parse-label-selector.ts';
export { SelectorError } from './selector-error.ts';
