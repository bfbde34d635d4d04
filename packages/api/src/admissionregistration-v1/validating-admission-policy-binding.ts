import { MatchResources } from './matching.ts';
import { LabelSelector } from '../meta-v1/label-selector.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { string } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.admissionregistration.v1');

export const ParameterNotFoundActionType = oneOf('Allow', 'Deny');
export type ParameterNotFoundActionType = Infer<typeof ParameterNotFoundActionType>;

export const ParamRef = struct(
  'ParamRef',
  'The objects that a policy takes its parameters from: by one of name and selector.',
  {
    name: field(1, omitEmpty(string), 'Name of the object.'),
    namespace: field(2, omitEmpty(string), "Namespace of the objects; that of the request's object when empty."),
    selector: field(3, optional(LabelSelector), 'Labels of the objects; the policy is applied with each.'),
    parameterNotFoundAction: field(
      4,
      optional(ParameterNotFoundActionType),
      'What becomes of a request when there is no such object: Allow, or Deny by failurePolicy. Required.',
    ),
  },
  { atomic: true },
);
export type ParamRef = Infer<typeof ParamRef>;

export const ValidationAction = oneOf('Deny', 'Warn', 'Audit');
export type ValidationAction = Infer<typeof ValidationAction>;

export const ValidatingAdmissionPolicyBindingSpec = struct(
  'ValidatingAdmissionPolicyBindingSpec',
  'Which policy is applied where, with what parameters and to what end.',
  {
    policyName: field(1, omitEmpty(string), 'Name of the ValidatingAdmissionPolicy.', { required: true }),
    paramRef: field(2, optional(ParamRef), 'Objects to take parameters from, if the policy has any.'),
    matchResources: field(3, optional(MatchResources), 'Requests to look at, of those that the policy matches.'),
    validationActions: field(
      4,
      omitEmpty(list(ValidationAction)),
      'What a failed validation leads to; at least one, and not Deny with Warn.',
      { required: true, merge: 'set' },
    ),
  },
);
export type ValidatingAdmissionPolicyBindingSpec = Infer<typeof ValidatingAdmissionPolicyBindingSpec>;

export const ValidatingAdmissionPolicyBinding = struct(
  'ValidatingAdmissionPolicyBinding',
  'Applies a ValidatingAdmissionPolicy to requests.',
  {
    ...typeMeta,
    metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
    spec: field(2, omitEmpty(ValidatingAdmissionPolicyBindingSpec), 'Which policy is applied, and how.', {
      required: true,
    }),
  },
);
export type ValidatingAdmissionPolicyBinding = Infer<typeof ValidatingAdmissionPolicyBinding>;
