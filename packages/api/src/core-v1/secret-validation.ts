/** The rules for Secrets: those of all, and those of each type. */
import { base64Size, MAX_DATA_SIZE, validateDataKey, validateStillImmutable } from './data-validation.ts';
import type { Secret } from './secret.ts';
import { JsonError, parseJson } from '../encoding/parse-json.ts';
import { validateImmutableField } from '../meta-v1/field-rules.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';

const DATA = FieldPath.of('data');
const SERVICE_ACCOUNT_ANNOTATION = 'kubernetes.io/service-account.name';

/** Everything wrong with a Secret. */
export function validateSecret(secret: Readonly<Secret>): FieldError[] {
  const errors: FieldError[] = [];
  let size = 0;
  for (const [key, value] of Object.entries(secret.data ?? {})) {
    errors.push(...validateDataKey(DATA, key));
    size += base64Size(value);
  }
  if (size > MAX_DATA_SIZE) {
    errors.push(FieldError.tooLong(DATA, MAX_DATA_SIZE));
  }
  return [...errors, ...validateType(secret)];
}

/** Everything wrong with a changed Secret. */
export function validateSecretUpdate(secret: Readonly<Secret>, old: Readonly<Secret>): FieldError[] {
  return [
    ...validateImmutableField('type', { now: secret.type, before: old.type }),
    ...validateStillImmutable(secret, old, ['data']),
    ...validateSecret(secret),
  ];
}

function validateType({ metadata, data = {}, type }: Readonly<Secret>): FieldError[] {
  const missing = (...keys: string[]): FieldError[] =>
    keys.filter((key) => !Object.hasOwn(data, key)).map((key) => FieldError.required(DATA.key(key)));
  switch (type) {
    case 'kubernetes.io/service-account-token': {
      const account = metadata.annotations?.[SERVICE_ACCOUNT_ANNOTATION] ?? '';
      const path = FieldPath.of('metadata', 'annotations').key(SERVICE_ACCOUNT_ANNOTATION);
      return account === '' ? [FieldError.required(path)] : [];
    }
    case 'kubernetes.io/dockercfg':
      return validateJson(data, '.dockercfg');
    case 'kubernetes.io/dockerconfigjson':
      return validateJson(data, '.dockerconfigjson');
    case 'kubernetes.io/basic-auth': {
      // One of the two will do.
      const both = missing('username', 'password');
      return both.length === 2 ? both : [];
    }
    case 'kubernetes.io/ssh-auth':
      return (data['ssh-privatekey'] ?? '') === '' ? [FieldError.required(DATA.key('ssh-privatekey'))] : [];
    case 'kubernetes.io/tls':
      return missing('tls.crt', 'tls.key');
    case 'Opaque':
    case 'bootstrap.kubernetes.io/token':
    case undefined:
    default:
      return [];
  }
}

function validateJson(data: Readonly<Record<string, string>>, key: string): FieldError[] {
  const content = data[key];
  if (content === undefined) {
    return [FieldError.required(DATA.key(key))];
  }
  const problem = jsonProblem(Buffer.from(content, 'base64'));
  return problem === undefined ? [] : [FieldError.invalid(DATA.key(key), '<secret contents redacted>', problem)];
}

function jsonProblem(content: Uint8Array): string | undefined {
  try {
    const { value } = parseJson(content);
    const kind = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
    return kind === 'object'
      ? undefined
      : `json: cannot unmarshal ${kind} into Go value of type map[string]interface {}`;
  } catch (error) {
    if (error instanceof JsonError) return error.message;
    throw error;
  }
}
