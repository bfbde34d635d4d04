import { FieldSelectorRequirement, LabelSelectorRequirement } from '../meta-v1/label-selector.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, string } from '../schema/scalars.ts';
import { definitionsIn, boxedList, dict, field, list, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.authorization.v1');

export const FieldSelectorAttributes = struct('FieldSelectorAttributes', '', {
  rawSelector: field(1, omitEmpty(string), ''),
  requirements: field(2, omitEmpty(list(FieldSelectorRequirement)), '', { merge: 'atomic' }),
});
export type FieldSelectorAttributes = Infer<typeof FieldSelectorAttributes>;

export const LabelSelectorAttributes = struct('LabelSelectorAttributes', '', {
  rawSelector: field(1, omitEmpty(string), ''),
  requirements: field(2, omitEmpty(list(LabelSelectorRequirement)), '', { merge: 'atomic' }),
});
export type LabelSelectorAttributes = Infer<typeof LabelSelectorAttributes>;

export const ResourceAttributes = struct('ResourceAttributes', '', {
  namespace: field(1, omitEmpty(string), ''),
  verb: field(2, omitEmpty(string), ''),
  group: field(3, omitEmpty(string), ''),
  version: field(4, omitEmpty(string), ''),
  resource: field(5, omitEmpty(string), ''),
  subresource: field(6, omitEmpty(string), ''),
  name: field(7, omitEmpty(string), ''),
  fieldSelector: field(8, optional(FieldSelectorAttributes), ''),
  labelSelector: field(9, optional(LabelSelectorAttributes), ''),
});
export type ResourceAttributes = Infer<typeof ResourceAttributes>;

export const NonResourceAttributes = struct('NonResourceAttributes', '', {
  path: field(1, omitEmpty(string), ''),
  verb: field(2, omitEmpty(string), ''),
});
export type NonResourceAttributes = Infer<typeof NonResourceAttributes>;

export const SubjectAccessReviewSpec = struct('SubjectAccessReviewSpec', '', {
  resourceAttributes: field(1, optional(ResourceAttributes), ''),
  nonResourceAttributes: field(2, optional(NonResourceAttributes), ''),
  user: field(3, omitEmpty(string), ''),
  groups: field(4, omitEmpty(list(string)), '', { merge: 'atomic' }),
  extra: field(5, omitEmpty(dict(boxedList(string))), ''),
  uid: field(6, omitEmpty(string), ''),
});
export type SubjectAccessReviewSpec = Infer<typeof SubjectAccessReviewSpec>;

export const SubjectAccessReviewStatus = struct('SubjectAccessReviewStatus', '', {
  allowed: field(1, bool, ''),
  denied: field(4, omitEmpty(bool), ''),
  reason: field(2, omitEmpty(string), ''),
  evaluationError: field(3, omitEmpty(string), ''),
});
export type SubjectAccessReviewStatus = Infer<typeof SubjectAccessReviewStatus>;
