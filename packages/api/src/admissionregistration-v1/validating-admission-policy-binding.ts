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
  '',
  {
    name: field(1, omitEmpty(string), ''),
    namespace: field(2, omitEmpty(string), ''),
    selector: field(3, optional(LabelSelector), ''),
    parameterNotFoundAction: field(4, optional(ParameterNotFoundActionType), ''),
  },
  { atomic: true },
);
export type ParamRef = Infer<typeof ParamRef>;

export const ValidationAction = oneOf('Deny', 'Warn', 'Audit');
export type ValidationAction = Infer<typeof ValidationAction>;

export const ValidatingAdmissionPolicyBindingSpec = struct('ValidatingAdmissionPolicyBindingSpec', '', {
  policyName: field(1, omitEmpty(string), '', { required: true }),
  paramRef: field(2, optional(ParamRef), ''),
  matchResources: field(3, optional(MatchResources), ''),
  validationActions: field(4, omitEmpty(list(ValidationAction)), '', { required: true, merge: 'set' }),
});
export type ValidatingAdmissionPolicyBindingSpec = Infer<typeof ValidatingAdmissionPolicyBindingSpec>;

export const ValidatingAdmissionPolicyBinding = struct('ValidatingAdmissionPolicyBinding', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, omitEmpty(ValidatingAdmissionPolicyBindingSpec), '', { required: true }),
});
export type ValidatingAdmissionPolicyBinding = Infer<typeof ValidatingAdmissionPolicyBinding>;
