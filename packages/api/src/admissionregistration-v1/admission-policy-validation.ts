/** What a ValidatingAdmissionPolicy has to satisfy. What its expressions mean is checked where CEL is understood. */
import { invalidFor, validateRequiredChoice } from '../meta-v1/field-rules.ts';
import { validateConditions } from '../meta-v1/condition-validation.ts';
import { semanticEqual } from '../meta-v1/semantic-equal.ts';
import { validateQualifiedName } from '../names/label-syntax.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';
import { validateMatchConditions } from './match-conditions-validation.ts';
import { validateMatchResources } from './match-resources-validation.ts';
import { validateParamKind } from './param-validation.ts';
import type {
  AuditAnnotation,
  ValidatingAdmissionPolicy,
  ValidatingAdmissionPolicySpec,
  Validation,
  Variable,
} from './validating-admission-policy.ts';

const SPEC = FieldPath.of('spec');
const MAX_AUDIT_ANNOTATIONS = 20;
const MAX_VALUE_EXPRESSION_LENGTH = 5 * 1024;
const REASONS = ['Forbidden', 'Invalid', 'RequestEntityTooLarge'];
const CEL_IDENTIFIER = /^[_a-zA-Z][_a-zA-Z0-9]*$/;
const CEL_RESERVED = new Set(
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(
    ' ',
  ),
);

type Policy = Readonly<ValidatingAdmissionPolicy>;

/** Everything wrong with a policy, new or (with `old`) changed. */
export function validateAdmissionPolicy({ metadata, spec }: Policy, old?: Policy): FieldError[] {
  const { matchConstraints, matchConditions = [], variables = [] } = spec;
  const conditionsMatter =
    !semanticEqual(spec.paramKind, old?.spec.paramKind) || !semanticEqual(matchConditions, old?.spec.matchConditions);
  return [
    ...validateRequiredChoice(SPEC.child('failurePolicy'), spec.failurePolicy, ['Fail', 'Ignore']),
    ...(spec.paramKind === undefined ? [] : validateParamKind(SPEC.child('paramKind'), spec.paramKind)),
    ...(matchConstraints === undefined
      ? [FieldError.required(SPEC.child('matchConstraints'))]
      : validateMatchResources(SPEC.child('matchConstraints'), matchConstraints)),
    ...(matchConstraints !== undefined && (matchConstraints.resourceRules ?? []).length === 0
      ? [FieldError.required(SPEC.child('matchConstraints', 'resourceRules'))]
      : []),
    ...(conditionsMatter ? validateMatchConditions(SPEC.child('matchConditions'), matchConditions) : []),
    ...variables.flatMap((variable, at) => validateVariable(SPEC.child('variables').index(at), variable)),
    ...validateOutcomes(metadata.name ?? '', spec),
  ];
}

/** Everything wrong with the status of a policy. */
export function validateAdmissionPolicyStatus({ status }: Policy): FieldError[] {
  const path = FieldPath.of('status', 'typeChecking', 'expressionWarnings');
  const warnings = status.typeChecking?.expressionWarnings ?? [];
  return [
    ...warnings.flatMap(({ warning, fieldRef }, at) => [
      ...(warning === '' ? [FieldError.required(path.index(at).child('warning'))] : []),
      ...(fieldRef.trim() === '' ? [FieldError.required(path.index(at).child('fieldRef'))] : []),
    ]),
    ...validateConditions(FieldPath.of('status', 'conditions'), status.conditions),
  ];
}

function validateVariable(path: FieldPath, { name, expression }: Variable): FieldError[] {
  const isIdentifier = CEL_IDENTIFIER.test(name) && !CEL_RESERVED.has(name);
  return [
    ...(name.trim() === '' ? [FieldError.required(path.child('name'), 'name is not specified')] : []),
    ...(name.trim() !== '' && !isIdentifier
      ? [FieldError.invalid(path.child('name'), name, 'name is not a valid CEL identifier')]
      : []),
    ...(expression.trim() === '' ? [FieldError.required(path.child('expression'), 'expression is not specified')] : []),
  ];
}

function validateOutcomes(name: string, spec: ValidatingAdmissionPolicySpec): FieldError[] {
  const { validations = [], auditAnnotations = [] } = spec;
  const path = SPEC.child('auditAnnotations');
  if (validations.length + auditAnnotations.length === 0) {
    const detail = 'validations or auditAnnotations must contain at least one item';
    return [FieldError.required(SPEC.child('validations'), detail), FieldError.required(path, detail)];
  }
  const keys = auditAnnotations.map(({ key }) => key);
  return [
    ...validations.flatMap((validation, at) => validateValidation(SPEC.child('validations').index(at), validation)),
    ...(auditAnnotations.length > MAX_AUDIT_ANNOTATIONS
      ? [
          FieldError.invalid(
            path,
            auditAnnotations,
            `must not have more than ${MAX_AUDIT_ANNOTATIONS} auditAnnotations`,
          ),
        ]
      : []),
    ...auditAnnotations.flatMap((annotation, at) => [
      ...validateAuditAnnotation(path.index(at), annotation, name),
      ...(keys.indexOf(annotation.key) < at ? [FieldError.duplicate(path.index(at).child('key'), annotation.key)] : []),
    ]),
  ];
}

function validateValidation(path: FieldPath, validation: Validation): FieldError[] {
  const { expression, message = '', messageExpression = '', reason } = validation;
  const errors: FieldError[] = [];
  if (expression.trim() === '') {
    errors.push(FieldError.required(path.child('expression'), 'expression is not specified'));
  }
  if (messageExpression !== '' && messageExpression.trim() === '') {
    const detail = 'must be non-empty if specified';
    errors.push(FieldError.invalid(path.child('messageExpression'), messageExpression, detail));
  }
  if (message !== '' && message.trim() === '') {
    errors.push(FieldError.invalid(path.child('message'), message, 'message must be non-empty if specified'));
  } else if (/[\n\r]/.test(message.trim())) {
    errors.push(FieldError.invalid(path.child('message'), message, 'message must not contain line breaks'));
  }
  if (reason !== undefined && !REASONS.includes(reason)) {
    errors.push(FieldError.notSupported(path.child('reason'), reason, REASONS));
  }
  return errors;
}

function validateAuditAnnotation(
  path: FieldPath,
  { key, valueExpression }: AuditAnnotation,
  policyName: string,
): FieldError[] {
  const qualified = `${policyName}/${key}`;
  const expression = valueExpression.trim();
  const at = path.child('valueExpression');
  return [
    ...(policyName === ''
      ? [FieldError.invalid(path.child('key'), key, 'requires metadata.name be non-empty')]
      : invalidFor(path.child('key'), qualified, validateQualifiedName(qualified))),
    ...(expression === '' ? [FieldError.required(at, 'valueExpression is not specified')] : []),
    ...(Buffer.byteLength(expression) > MAX_VALUE_EXPRESSION_LENGTH
      ? [FieldError.required(at, `must not exceed ${MAX_VALUE_EXPRESSION_LENGTH} bytes in length`)]
      : []),
  ];
}
