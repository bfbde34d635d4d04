/** The parts that claims and classes have in common: selectors, configuration, references to requests. */
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';
import { validateBoundedList, validateBoundedSet } from './bounded-list-validation.ts';
import { validateDriverName, validateLabelName } from './device-names-validation.ts';
import type { DeviceClaim, DeviceConfiguration, DeviceSelector } from './device.ts';

export const MAX_REQUESTS = 32;
export const MAX_CONFIGS = 32;
const MAX_SELECTORS = 32;
const MAX_EXPRESSION_SIZE = 10 * 1024;
const MAX_JSON_SIZE = 10 * 1024;

/** Everything wrong with selectors, apart from what their expressions say. */
export function validateSelectors(path: FieldPath, selectors: readonly DeviceSelector[] | undefined): FieldError[] {
  return validateBoundedList(path, selectors, {
    max: MAX_SELECTORS,
    validateItem: ({ cel }, at) => {
      if (cel === undefined) return [FieldError.required(at.child('cel'))];
      const isLong = Buffer.byteLength(cel.expression) > MAX_EXPRESSION_SIZE;
      return isLong ? [FieldError.tooLong(at.child('cel', 'expression'), MAX_EXPRESSION_SIZE)] : [];
    },
  });
}

/** Everything wrong with what a driver is told. */
export function validateConfiguration(path: FieldPath, { opaque }: Readonly<DeviceConfiguration>): FieldError[] {
  const at = path.child('opaque');
  if (opaque === undefined) return [FieldError.required(at)];
  return [
    ...validateDriverName(at.child('driver'), opaque.driver),
    ...validateJsonObject(at.child('parameters'), opaque.parameters),
  ];
}

/** A JSON object that is not too large; it must be given. */
export function validateJsonObject(path: FieldPath, value: unknown): FieldError[] {
  if (value === undefined || value === null) return [FieldError.required(path)];
  if (Buffer.byteLength(JSON.stringify(value)) > MAX_JSON_SIZE) return [FieldError.tooLong(path, MAX_JSON_SIZE)];
  return typeof value === 'object' && !Array.isArray(value)
    ? []
    : [FieldError.invalid(path, '<value omitted>', 'must be a valid JSON object')];
}

/** The names by which one can refer to the requests of a claim, those within requests included. */
export function requestNames({ requests = [] }: Readonly<Partial<DeviceClaim>>): ReadonlySet<string> {
  const names = requests.flatMap(({ name, firstAvailable = [] }) => [
    name,
    ...firstAvailable.map((request) => `${name}/${request.name}`),
  ]);
  return new Set(names);
}

/** References to requests, each at most once. */
export function validateRequestRefs(
  path: FieldPath,
  refs: readonly string[] | undefined,
  known: ReadonlySet<string>,
): FieldError[] {
  return validateBoundedSet(path, refs, {
    max: MAX_REQUESTS,
    keyOf: (name) => name,
    validateItem: (name, at) => validateRequestRef(at, name, known),
  });
}

/** A reference to one of the known requests. */
export function validateRequestRef(path: FieldPath, name: string, known: ReadonlySet<string>): FieldError[] {
  const detail =
    "must be the name of a request in the claim or the name of a request and a subrequest separated by '/'";
  const segments = name.split('/');
  const unknown = known.has(name) ? [] : [FieldError.invalid(path, name, detail)];
  if (segments.length > 2) return unknown;
  return [...segments.flatMap((segment) => validateLabelName(path, segment)), ...unknown];
}
