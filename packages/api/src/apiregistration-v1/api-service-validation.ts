/** What an APIService has to satisfy. Its name follows from its spec. */
import { quote } from '../encoding/quote.ts';
import { invalidFor } from '../meta-v1/field-rules.ts';
import { validateDns1035Label, validateDns1123Subdomain } from '../names/dns-names.ts';
import { validatePortNumber } from '../names/identifiers.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';
import type { APIService, APIServiceSpec, ServiceReference } from './api-service.ts';

const SPEC = FieldPath.of('spec');
const STATUSES = ['True', 'False', 'Unknown'];

/** Everything wrong with an APIService, new or changed. */
export function validateAPIService({ metadata, spec }: Readonly<APIService>): FieldError[] {
  const { group = '', version = '', groupPriorityMinimum, versionPriority, service } = spec;
  return [
    ...validateName(metadata.name ?? '', `${version}.${group}`),
    ...validateGroup(SPEC.child('group'), group, version),
    ...invalidFor(SPEC.child('version'), version, validateDns1035Label(version)),
    ...validatePriority(SPEC.child('groupPriorityMinimum'), groupPriorityMinimum, 20_000),
    ...validatePriority(SPEC.child('versionPriority'), versionPriority, 1000),
    ...(service === undefined ? validateLocal(spec) : validateRemote(spec, service)),
  ];
}

/** Everything wrong with the status of an APIService. */
export function validateAPIServiceStatus({ status }: Readonly<APIService>): FieldError[] {
  return (status.conditions ?? []).flatMap((condition, position) => {
    const path = FieldPath.of('status', 'conditions').index(position).child('status');
    return STATUSES.includes(condition.status) ? [] : [FieldError.notSupported(path, condition.status, STATUSES)];
  });
}

function validateName(name: string, wanted: string): FieldError[] {
  if (name === wanted) return [];
  const detail = `must be \`spec.version+"."+spec.group\`: ${quote(wanted)}`;
  return [FieldError.invalid(FieldPath.of('metadata', 'name'), name, detail)];
}

function validateGroup(path: FieldPath, group: string, version: string): FieldError[] {
  if (group !== '') return invalidFor(path, group, validateDns1123Subdomain(group));
  return version === 'v1'
    ? []
    : [FieldError.required(path, 'only v1 may have an empty group and it better be legacy kube')];
}

function validatePriority(path: FieldPath, priority: number, max: number): FieldError[] {
  return priority <= 0 || priority > max
    ? [FieldError.invalid(path, priority, `must be positive and less than ${max}`)]
    : [];
}

function validateLocal({ caBundle = '', insecureSkipTLSVerify = false }: APIServiceSpec): FieldError[] {
  const size = `${Buffer.byteLength(caBundle, 'base64')} bytes`;
  return [
    ...(caBundle === ''
      ? []
      : [FieldError.invalid(SPEC.child('caBundle'), size, 'local APIServices may not have a caBundle')]),
    ...(insecureSkipTLSVerify
      ? [
          FieldError.invalid(
            SPEC.child('insecureSkipTLSVerify'),
            true,
            'local APIServices may not have insecureSkipTLSVerify',
          ),
        ]
      : []),
  ];
}

function validateRemote(
  { caBundle = '', insecureSkipTLSVerify = false }: APIServiceSpec,
  { namespace = '', name = '', port = 0 }: ServiceReference,
): FieldError[] {
  const path = SPEC.child('service');
  const portMessages = validatePortNumber(port);
  return [
    ...(namespace === '' ? [FieldError.required(path.child('namespace'))] : []),
    ...(name === '' ? [FieldError.required(path.child('name'))] : []),
    ...(portMessages.length === 0
      ? []
      : [FieldError.invalid(path.child('port'), port, `port is not valid: ${portMessages.join(', ')}`)]),
    ...(insecureSkipTLSVerify && caBundle !== ''
      ? [FieldError.invalid(SPEC.child('insecureSkipTLSVerify'), true, 'may not be true if caBundle is present')]
      : []),
  ];
}
