import { MatchCondition, MatchResources } from './matching.ts';
import { Condition } from '../meta-v1/condition.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { int64, string } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.admissionregistration.v1');

export const ParamKind = struct(
  'ParamKind',
  '',
  {
    apiVersion: field(1, omitEmpty(string), ''),
    kind: field(2, omitEmpty(string), ''),
  },
  { atomic: true },
);
export type ParamKind = Infer<typeof ParamKind>;

export const Validation = struct('Validation', '', {
  expression: field(1, string, ''),
  message: field(2, omitEmpty(string), ''),
  reason: field(3, optional(string), ''),
  messageExpression: field(4, omitEmpty(string), ''),
});
export type Validation = Infer<typeof Validation>;

export const AuditAnnotation = struct('AuditAnnotation', '', {
  key: field(1, string, ''),
  valueExpression: field(2, string, ''),
});
export type AuditAnnotation = Infer<typeof AuditAnnotation>;

export const Variable = struct(
  'Variable',
  '',
  {
    name: field(1, string, ''),
    expression: field(2, string, ''),
  },
  { atomic: true },
);
export type Variable = Infer<typeof Variable>;

export const FailurePolicyType = oneOf('Ignore', 'Fail');
export type FailurePolicyType = Infer<typeof FailurePolicyType>;

export const ValidatingAdmissionPolicySpec = struct('ValidatingAdmissionPolicySpec', '', {
  paramKind: field(1, optional(ParamKind), ''),
  matchConstraints: field(2, optional(MatchResources), ''),
  validations: field(3, omitEmpty(list(Validation)), '', { merge: 'atomic' }),
  failurePolicy: field(4, optional(FailurePolicyType), ''),
  auditAnnotations: field(5, omitEmpty(list(AuditAnnotation)), '', { merge: 'atomic' }),
  matchConditions: field(6, omitEmpty(list(MatchCondition)), '', {
    patch: 'merge',
    mergeKey: 'name',
    mapKeys: ['name'],
  }),
  variables: field(7, omitEmpty(list(Variable)), '', { patch: 'merge', mergeKey: 'name', mapKeys: ['name'] }),
});
export type ValidatingAdmissionPolicySpec = Infer<typeof ValidatingAdmissionPolicySpec>;

export const ExpressionWarning = struct('ExpressionWarning', '', {
  fieldRef: field(2, string, ''),
  warning: field(3, string, ''),
});
export type ExpressionWarning = Infer<typeof ExpressionWarning>;

export const TypeChecking = struct('TypeChecking', '', {
  expressionWarnings: field(1, omitEmpty(list(ExpressionWarning)), '', { merge: 'atomic' }),
});
export type TypeChecking = Infer<typeof TypeChecking>;

export const ValidatingAdmissionPolicyStatus = struct('ValidatingAdmissionPolicyStatus', '', {
  observedGeneration: field(1, omitEmpty(int64), ''),
  typeChecking: field(2, optional(TypeChecking), ''),
  conditions: field(3, omitEmpty(list(Condition)), '', { mapKeys: ['type'] }),
});
export type ValidatingAdmissionPolicyStatus = Infer<typeof ValidatingAdmissionPolicyStatus>;

export const ValidatingAdmissionPolicy = struct('ValidatingAdmissionPolicy', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, omitEmpty(ValidatingAdmissionPolicySpec), ''),
  status: field(3, omitEmpty(ValidatingAdmissionPolicyStatus), ''),
});
export type ValidatingAdmissionPolicy = Infer<typeof ValidatingAdmissionPolicy>;
