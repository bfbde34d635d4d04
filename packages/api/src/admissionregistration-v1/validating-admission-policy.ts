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
  'The kind of objects that a policy takes its parameters from.',
  {
    apiVersion: field(1, omitEmpty(string), 'API version of the kind: group/version.'),
    kind: field(2, omitEmpty(string), 'The kind.'),
  },
  { atomic: true },
);
export type ParamKind = Infer<typeof ParamKind>;

export const Validation = struct('Validation', 'Something that must be true of a request.', {
  expression: field(1, string, 'CEL expression over object, oldObject, request, params, … that gives a bool.'),
  message: field(2, omitEmpty(string), 'What to say when it is false; one line.'),
  reason: field(
    3,
    optional(string),
    'Reason of the refusal: Forbidden, Invalid, RequestEntityTooLarge. Invalid if absent.',
  ),
  messageExpression: field(4, omitEmpty(string), 'CEL expression that gives what to say; goes before message.'),
});
export type Validation = Infer<typeof Validation>;

export const AuditAnnotation = struct('AuditAnnotation', 'Something to write into the audit log.', {
  key: field(1, string, 'Key of the annotation; the name of the policy is put before it.'),
  valueExpression: field(2, string, 'CEL expression that gives the value, or null for none.'),
});
export type AuditAnnotation = Infer<typeof AuditAnnotation>;

export const Variable = struct(
  'Variable',
  'A value that expressions of the policy can use as variables.name.',
  {
    name: field(1, string, 'Name of the variable: a CEL identifier.'),
    expression: field(2, string, 'CEL expression that gives the value; evaluated when first used.'),
  },
  { atomic: true },
);
export type Variable = Infer<typeof Variable>;

export const FailurePolicyType = oneOf('Ignore', 'Fail');
export type FailurePolicyType = Infer<typeof FailurePolicyType>;

export const ValidatingAdmissionPolicySpec = struct(
  'ValidatingAdmissionPolicySpec',
  'What must be true, and of what.',
  {
    paramKind: field(1, optional(ParamKind), 'Kind of the parameters; params is null in expressions when absent.'),
    matchConstraints: field(2, optional(MatchResources), 'Requests to look at. Required.'),
    validations: field(3, omitEmpty(list(Validation)), 'What must be true of the requests.', { merge: 'atomic' }),
    failurePolicy: field(
      4,
      optional(FailurePolicyType),
      'What becomes of a request when the policy itself fails. Defaults to Fail: it is refused.',
      { default: 'Fail' },
    ),
    auditAnnotations: field(5, omitEmpty(list(AuditAnnotation)), 'What to write into the audit log; at most 20.', {
      merge: 'atomic',
    }),
    matchConditions: field(6, omitEmpty(list(MatchCondition)), 'Conditions that must all be met; at most 64.', {
      patch: 'merge',
      mergeKey: 'name',
      mapKeys: ['name'],
    }),
    variables: field(
      7,
      omitEmpty(list(Variable)),
      'Values that expressions can use; later ones can use earlier ones.',
      {
        patch: 'merge',
        mergeKey: 'name',
        mapKeys: ['name'],
      },
    ),
  },
);
export type ValidatingAdmissionPolicySpec = Infer<typeof ValidatingAdmissionPolicySpec>;

export const ExpressionWarning = struct('ExpressionWarning', 'A doubt about the types in an expression.', {
  fieldRef: field(2, string, 'Path of the expression, such as spec.validations[0].expression.'),
  warning: field(3, string, 'The doubt, in several lines.'),
});
export type ExpressionWarning = Infer<typeof ExpressionWarning>;

export const TypeChecking = struct('TypeChecking', 'What checking the types of the expressions found.', {
  expressionWarnings: field(1, omitEmpty(list(ExpressionWarning)), 'Doubts about expressions.', { merge: 'atomic' }),
});
export type TypeChecking = Infer<typeof TypeChecking>;

export const ValidatingAdmissionPolicyStatus = struct('ValidatingAdmissionPolicyStatus', 'State of a policy.', {
  observedGeneration: field(1, omitEmpty(int64), 'Generation of the policy that was looked at last.'),
  typeChecking: field(2, optional(TypeChecking), 'What checking the types found; absent until it is done.'),
  conditions: field(3, omitEmpty(list(Condition)), 'Aspects of the state.', { mapKeys: ['type'] }),
});
export type ValidatingAdmissionPolicyStatus = Infer<typeof ValidatingAdmissionPolicyStatus>;

export const ValidatingAdmissionPolicy = struct(
  'ValidatingAdmissionPolicy',
  'Says in expressions what must be true of requests; takes effect where a binding applies it.',
  {
    ...typeMeta,
    metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
    spec: field(2, omitEmpty(ValidatingAdmissionPolicySpec), 'What must be true, and of what.'),
    status: field(3, omitEmpty(ValidatingAdmissionPolicyStatus), 'State of the policy.'),
  },
);
export type ValidatingAdmissionPolicy = Infer<typeof ValidatingAdmissionPolicy>;
