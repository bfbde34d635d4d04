import type { Infer } from '../schema/infer.ts';
import { string } from '../schema/scalars.ts';
import { definitionsIn, dict, field, list, omitEmpty, oneOf } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.apimachinery.pkg.apis.meta.v1');

export const LabelSelectorOperator = oneOf('In', 'NotIn', 'Exists', 'DoesNotExist');
export type LabelSelectorOperator = Infer<typeof LabelSelectorOperator>;

export const LabelSelectorRequirement = struct('LabelSelectorRequirement', '', {
  key: field(1, string, ''),
  operator: field(2, LabelSelectorOperator, ''),
  values: field(3, omitEmpty(list(string)), '', { merge: 'atomic' }),
});
export type LabelSelectorRequirement = Infer<typeof LabelSelectorRequirement>;

export const LabelSelector = struct(
  'LabelSelector',
  '',
  {
    matchLabels: field(1, omitEmpty(dict(string)), ''),
    matchExpressions: field(2, omitEmpty(list(LabelSelectorRequirement)), '', { merge: 'atomic' }),
  },
  { atomic: true },
);
export type LabelSelector = Infer<typeof LabelSelector>;

export const FieldSelectorOperator = oneOf('In', 'NotIn', 'Exists', 'DoesNotExist');
export type FieldSelectorOperator = Infer<typeof FieldSelectorOperator>;

export const FieldSelectorRequirement = struct('FieldSelectorRequirement', '', {
  key: field(1, string, ''),
  operator: field(2, FieldSelectorOperator, ''),
  values: field(3, omitEmpty(list(string)), '', { merge: 'atomic' }),
});
export type FieldSelectorRequirement = Infer<typeof FieldSelectorRequirement>;
