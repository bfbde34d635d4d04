/** What a FlowSchema has to satisfy; the mandatory ones stay as they are. */
import { invalidFor } from '../meta-v1/field-rules.ts';
import { semanticEqual } from '../meta-v1/semantic-equal.ts';
import { nameIsDnsSubdomain } from '../names/object-names.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';
import { validateConditionTypes } from './condition-types-validation.ts';
import { FlowDistinguisherMethodType } from './flow-schema.ts';
import type { FlowSchema, FlowSchemaSpec } from './flow-schema.ts';
import { mandatoryFlowSchemas } from './mandatory-objects.ts';
import { validatePolicyRules } from './policy-rules-validation.ts';

const SPEC = FieldPath.of('spec');
const LAST_PRECEDENCE = 10_000;

/** Everything wrong with a flow schema, new or changed. */
export function validateFlowSchema(flowSchema: Readonly<FlowSchema>): FieldError[] {
  const { metadata, spec } = flowSchema;
  const name = metadata.name ?? '';
  const fixed = Object.hasOwn(mandatoryFlowSchemas, name) ? mandatoryFlowSchemas[name] : undefined;
  return [
    ...validatePrecedence(SPEC.child('matchingPrecedence'), spec.matchingPrecedence, name),
    ...validateDistinguisher(SPEC.child('distinguisherMethod', 'type'), spec),
    ...validateLevelName(SPEC.child('priorityLevelConfiguration', 'name'), spec.priorityLevelConfiguration.name),
    ...(spec.rules ?? []).flatMap((rules, at) => validatePolicyRules(SPEC.child('rules').index(at), rules)),
    ...(fixed === undefined || semanticEqual(spec, fixed)
      ? []
      : [FieldError.invalid(SPEC, spec, `spec of '${name}' must equal the fixed value`)]),
    ...validateFlowSchemaStatus(flowSchema),
  ];
}

/** Everything wrong with the status of a flow schema. */
export function validateFlowSchemaStatus({ status }: Readonly<FlowSchema>): FieldError[] {
  return validateConditionTypes(status.conditions ?? []);
}

function validatePrecedence(path: FieldPath, precedence: number, name: string): FieldError[] {
  const invalid = (detail: string): FieldError[] => [FieldError.invalid(path, precedence, detail)];
  if (precedence <= 0) return invalid('must be a positive value');
  if (precedence > LAST_PRECEDENCE) return invalid(`must not be greater than ${LAST_PRECEDENCE}`);
  return precedence === 1 && name !== 'exempt'
    ? invalid("only the schema named 'exempt' may have matchingPrecedence 1")
    : [];
}

function validateDistinguisher(path: FieldPath, { distinguisherMethod }: FlowSchemaSpec): FieldError[] {
  const supported = (FlowDistinguisherMethodType.values ?? []).toSorted();
  if (distinguisherMethod === undefined || supported.includes(distinguisherMethod.type)) return [];
  // Kubernetes shows the whole method, with the field names of its own code.
  return [FieldError.notSupported(path, { Type: distinguisherMethod.type }, supported)];
}

function validateLevelName(path: FieldPath, name: string): FieldError[] {
  return name === ''
    ? [FieldError.required(path, 'must reference a priority level')]
    : invalidFor(path, name, nameIsDnsSubdomain(name));
}
