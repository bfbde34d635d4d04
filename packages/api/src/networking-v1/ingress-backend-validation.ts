/** What the backend of an Ingress has to satisfy: a service with a port, or a reference to something else. */
import type { Ingress, IngressBackend, IngressServiceBackend } from './ingress.ts';
import { validateResourceReference } from './resource-reference-validation.ts';
import { invalidFor } from '../meta-v1/field-rules.ts';
import { validateDns1035Label, validateDns1123Label } from '../names/dns-names.ts';
import { validatePortName, validatePortNumber } from '../names/identifiers.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';

export interface BackendLeniency {
  /** Services may be named by any DNS label, also by one that begins with a digit. */
  readonly allowDigitFirst: boolean;
}

/** Everything wrong with a backend. */
export function validateIngressBackend(
  { service, resource }: IngressBackend,
  path: FieldPath,
  leniency: BackendLeniency,
): FieldError[] {
  if (resource !== undefined && service !== undefined) {
    return [FieldError.invalid(path, '', 'cannot set both resource and service backends')];
  }
  if (resource !== undefined) {
    return validateResourceReference(resource, path.child('resource'));
  }
  if (service !== undefined) {
    return validateServiceBackend(service, path, leniency);
  }
  return [FieldError.invalid(path, '', 'resource or service backend is required')];
}

/** What a changed Ingress may keep: if it named such services before, it may go on to do so. */
export function backendLeniencyOf(old: Readonly<Ingress> | undefined): BackendLeniency {
  const paths = (old?.spec.rules ?? []).flatMap(({ http }) => http?.paths ?? []);
  const backends = [old?.spec.defaultBackend, ...paths.map(({ backend }) => backend)];
  const names = backends.flatMap((backend) => (backend?.service === undefined ? [] : [backend.service.name]));
  return {
    allowDigitFirst: names.some(
      (name) => validateDns1123Label(name).length === 0 && validateDns1035Label(name).length > 0,
    ),
  };
}

function validateServiceBackend(
  { name, port }: IngressServiceBackend,
  path: FieldPath,
  { allowDigitFirst }: BackendLeniency,
): FieldError[] {
  const namePath = path.child('service', 'name');
  const nameRule = allowDigitFirst ? validateDns1123Label : validateDns1035Label;
  const errors = name === '' ? [FieldError.required(namePath)] : invalidFor(namePath, name, nameRule(name));
  const { name: portName = '', number = 0 } = port;
  const portPath = path.child('service', 'port');
  if (portName !== '' && number !== 0) {
    errors.push(FieldError.invalid(path, '', 'cannot set both port name & port number'));
  } else if (portName !== '') {
    errors.push(...invalidFor(portPath.child('name'), portName, validatePortName(portName)));
  } else if (number !== 0) {
    errors.push(...invalidFor(portPath.child('number'), number, validatePortNumber(number)));
  } else {
    errors.push(FieldError.required(path, 'port name or number is required'));
  }
  return errors;
}
