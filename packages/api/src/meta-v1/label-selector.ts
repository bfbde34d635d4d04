/** How objects are chosen by their labels or fields. */
import type { Infer } from '../schema/infer.ts';
import { string } from '../schema/scalars.ts';
import { definitionsIn, dict, field, list, omitEmpty, oneOf } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.apimachinery.pkg.apis.meta.v1');

export const LabelSelectorOperator = oneOf('In', 'NotIn', 'Exists', 'DoesNotExist');
export type LabelSelectorOperator = Infer<typeof LabelSelectorOperator>;

export const LabelSelectorRequirement = struct('LabelSelectorRequirement', 'A condition on one label.', {
  key: field(1, string, 'Key of the label.'),
  operator: field(2, LabelSelectorOperator, 'How values are compared: In, NotIn, Exists or DoesNotExist.'),
  values: field(3, omitEmpty(list(string)), 'Values to compare with; none for Exists and DoesNotExist.', {
    merge: 'atomic',
  }),
});
export type LabelSelectorRequirement = Infer<typeof LabelSelectorRequirement>;

export const LabelSelector = struct(
  'LabelSelector',
  'Conditions on labels, which all have to hold. An empty selector matches everything.',
  {
    matchLabels: field(1, omitEmpty(dict(string)), 'Labels that an object must have with these values.'),
    matchExpressions: field(2, omitEmpty(list(LabelSelectorRequirement)), 'Further conditions.', { merge: 'atomic' }),
  },
  { atomic: true },
);
export type LabelSelector = Infer<typeof LabelSelector>;

export const FieldSelectorOperator = oneOf('In', 'NotIn', 'Exists', 'DoesNotExist');
export type FieldSelectorOperator = Infer<typeof FieldSelectorOperator>;

export const FieldSelectorRequirement = struct('FieldSelectorRequirement', 'A condition on one field.', {
  key: field(1, string, 'Path of the field.'),
  operator: field(2, FieldSelectorOperator, 'How values are compared: In, NotIn, Exists or DoesNotExist.'),
  values: field(3, omitEmpty(list(string)), 'Values to compare with; none for Exists and DoesNotExist.', {
    merge: 'atomic',
  }),
});
export type FieldSelectorRequirement = Infer<typeof FieldSelectorRequirement>;
