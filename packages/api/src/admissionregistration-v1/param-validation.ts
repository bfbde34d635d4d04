/** Where a policy takes its parameters from: the kind (policy) and the objects (binding). */
import { validateDns1035Label, validateDns1123Subdomain } from '../names/dns-names.ts';
import { nameIsPathSegment } from '../names/object-names.ts';
import { invalidFor } from '../meta-v1/field-rules.ts';
import { validateLabelSelector } from '../meta-v1/label-selector-validation.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';
import type { ParamRef } from './validating-admission-policy-binding.ts';
import type { ParamKind } from './validating-admission-policy.ts';

/** The API version and kind of parameters. */
export function validateParamKind(path: FieldPath, { apiVersion = '', kind = '' }: ParamKind): FieldError[] {
  const kindMessages = validateDns1035Label(kind.toLowerCase());
  const at = path.child('kind');
  const detail = `may have mixed case, but should otherwise match: ${kindMessages.join(',')}`;
  const kindErrors = kindMessages.length === 0 ? [] : [FieldError.invalid(at, kind, detail)];
  return [
    ...validateApiVersion(path.child('apiVersion'), apiVersion),
    ...(kind === '' ? [FieldError.required(at)] : kindErrors),
  ];
}

function validateApiVersion(path: FieldPath, apiVersion: string): FieldError[] {
  if (apiVersion === '') return [FieldError.required(path)];
  const parts = apiVersion === '/' ? [''] : apiVersion.split('/');
  if (parts.length > 2) {
    return [FieldError.invalid(path, apiVersion, `unexpected GroupVersion string: ${apiVersion}`)];
  }
  const version = parts.at(-1) ?? '';
  const group = parts.length === 2 ? (parts[0] ?? '') : '';
  const groupMessages = group === '' ? [] : validateDns1123Subdomain(group);
  const versionMessages = validateDns1035Label(version);
  const errors = groupMessages.length === 0 ? [] : [FieldError.invalid(path, group, groupMessages.join(','))];
  if (version === '') return [...errors, FieldError.invalid(path, apiVersion, 'version must be specified')];
  return versionMessages.length === 0
    ? errors
    : [...errors, FieldError.invalid(path, version, versionMessages.join(','))];
}

/** The objects of parameters: by a name or by a selector. */
export function validateParamRef(path: FieldPath, ref: ParamRef | undefined): FieldError[] {
  if (ref === undefined) return [];
  const { name = '', selector } = ref;
  const isDouble = name !== '' && selector !== undefined;
  const exclusive = (field: string): FieldError[] =>
    isDouble ? [FieldError.forbidden(path.child(field), 'name and selector are mutually exclusive')] : [];
  return [
    ...(name === '' ? [] : invalidFor(path.child('name'), name, nameIsPathSegment(name))),
    ...exclusive('name'),
    ...validateLabelSelector(path.child('selector'), selector),
    ...exclusive('selector'),
    ...(name === '' && selector === undefined
      ? [FieldError.required(path, 'one of name or selector must be specified')]
      : []),
    ...validateNotFoundAction(path.child('parameterNotFoundAction'), ref.parameterNotFoundAction),
  ];
}

function validateNotFoundAction(path: FieldPath, action: string | undefined): FieldError[] {
  if (action === undefined || action === '') return [FieldError.required(path)];
  return ['Deny', 'Allow'].includes(action) ? [] : [FieldError.notSupported(path, action, ['Deny', 'Allow'])];
}
