import { FieldSelectorRequirement, LabelSelectorRequirement } from '../meta-v1/label-selector.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, string } from '../schema/scalars.ts';
import { definitionsIn, boxedList, dict, field, list, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.authorization.v1');

export const FieldSelectorAttributes = struct(
  'FieldSelectorAttributes',
  'Limits the question to objects with certain fields; give one of the two.',
  {
    rawSelector: field(1, omitEmpty(string), 'The selector as in a URL; not all authorizers can read it.'),
    requirements: field(2, omitEmpty(list(FieldSelectorRequirement)), 'The selector in parts; all must hold.', {
      merge: 'atomic',
    }),
  },
);
export type FieldSelectorAttributes = Infer<typeof FieldSelectorAttributes>;

export const LabelSelectorAttributes = struct(
  'LabelSelectorAttributes',
  'Limits the question to objects with certain labels; give one of the two.',
  {
    rawSelector: field(1, omitEmpty(string), 'The selector as in a URL; not all authorizers can read it.'),
    requirements: field(2, omitEmpty(list(LabelSelectorRequirement)), 'The selector in parts; all must hold.', {
      merge: 'atomic',
    }),
  },
);
export type LabelSelectorAttributes = Infer<typeof LabelSelectorAttributes>;

export const ResourceAttributes = struct('ResourceAttributes', 'A request to a resource.', {
  namespace: field(1, omitEmpty(string), 'Namespace of the request; none, or all of them, when empty.'),
  verb: field(2, omitEmpty(string), 'What is done, such as get or create; "*" is everything.'),
  group: field(3, omitEmpty(string), 'API group of the resource; "*" is every group.'),
  version: field(4, omitEmpty(string), 'API version of the resource; "*" is every version.'),
  resource: field(5, omitEmpty(string), 'The resource, such as pods; "*" is every one.'),
  subresource: field(6, omitEmpty(string), 'The subresource, such as log.'),
  name: field(7, omitEmpty(string), 'Name of the object; all objects when empty.'),
  fieldSelector: field(8, optional(FieldSelectorAttributes), 'Limits the question to objects with certain fields.'),
  labelSelector: field(9, optional(LabelSelectorAttributes), 'Limits the question to objects with certain labels.'),
});
export type ResourceAttributes = Infer<typeof ResourceAttributes>;

export const NonResourceAttributes = struct('NonResourceAttributes', 'A request to a path that is no resource.', {
  path: field(1, omitEmpty(string), 'The path, such as /healthz.'),
  verb: field(2, omitEmpty(string), 'The HTTP method in lower case.'),
});
export type NonResourceAttributes = Infer<typeof NonResourceAttributes>;

export const SubjectAccessReviewSpec = struct(
  'SubjectAccessReviewSpec',
  'May this user do this? Give one of the two sorts of attributes, and a user or groups.',
  {
    resourceAttributes: field(1, optional(ResourceAttributes), 'The request, if it is to a resource.'),
    nonResourceAttributes: field(2, optional(NonResourceAttributes), 'The request, if it is to another path.'),
    user: field(3, omitEmpty(string), 'The user who would make the request.'),
    groups: field(4, omitEmpty(list(string)), 'Groups of the user.', { merge: 'atomic' }),
    extra: field(5, omitEmpty(dict(boxedList(string))), 'What else the authenticator says of the user.'),
    uid: field(6, omitEmpty(string), 'Unique id of the user.'),
  },
);
export type SubjectAccessReviewSpec = Infer<typeof SubjectAccessReviewSpec>;

export const SubjectAccessReviewStatus = struct('SubjectAccessReviewStatus', 'Whether it is allowed.', {
  allowed: field(1, bool, 'The request would be allowed.'),
  denied: field(4, omitEmpty(bool), 'The request would be denied, whatever other authorizers say.'),
  reason: field(2, omitEmpty(string), 'Why it is allowed or not.'),
  evaluationError: field(3, omitEmpty(string), 'What went wrong on the way; the answer may hold all the same.'),
});
export type SubjectAccessReviewStatus = Infer<typeof SubjectAccessReviewStatus>;
