/** What an IngressClass has to satisfy. Its controller cannot be changed. */
import type { IngressClass, IngressClassParametersReference } from './ingress-class.ts';
import { validateResourceReference } from './resource-reference-validation.ts';
import { invalidFor, validateImmutableField } from '../meta-v1/field-rules.ts';
import { validateDns1123Label } from '../names/dns-names.ts';
import { validateDomainPrefixedPath } from '../names/domain-names.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';

const MAX_CONTROLLER_LENGTH = 250;
const SCOPES = ['Cluster', 'Namespace'];

/** Everything wrong with an IngressClass. */
export function validateIngressClass({ spec }: Readonly<IngressClass>): FieldError[] {
  const path = FieldPath.of('spec');
  const { controller = '', parameters } = spec;
  const errors: FieldError[] = [];
  if (Buffer.byteLength(controller) > MAX_CONTROLLER_LENGTH) {
    errors.push(FieldError.tooLong(path.child('controller'), MAX_CONTROLLER_LENGTH));
  }
  errors.push(...validateDomainPrefixedPath(path.child('controller'), controller));
  return parameters === undefined ? errors : [...errors, ...validateParameters(parameters, path.child('parameters'))];
}

/** Everything wrong with a changed IngressClass. */
export function validateIngressClassUpdate(
  ingressClass: Readonly<IngressClass>,
  old: Readonly<IngressClass>,
): FieldError[] {
  const { controller } = ingressClass.spec;
  return [
    ...validateImmutableField(FieldPath.of('spec', 'controller'), { now: controller, before: old.spec.controller }),
    ...validateIngressClass(ingressClass),
  ];
}

function validateParameters(parameters: IngressClassParametersReference, path: FieldPath): FieldError[] {
  const errors = validateResourceReference(parameters, path);
  const { scope, namespace } = parameters;
  const namespacePath = path.child('namespace');
  if (scope === undefined) {
    return [...errors, FieldError.required(path.child('scope'))];
  }
  if (!SCOPES.includes(scope)) {
    return [...errors, FieldError.notSupported(path.child('scope'), scope, SCOPES)];
  }
  if (scope === 'Cluster') {
    const detail = "`parameters.scope` is set to 'Cluster'";
    return namespace === undefined ? errors : [...errors, FieldError.forbidden(namespacePath, detail)];
  }
  return namespace === undefined
    ? [...errors, FieldError.required(namespacePath, "`parameters.scope` is set to 'Namespace'")]
    : [...errors, ...invalidFor(namespacePath, namespace, validateDns1123Label(namespace))];
}
