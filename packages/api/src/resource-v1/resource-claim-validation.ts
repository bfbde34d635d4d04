/** What a ResourceClaim has to satisfy; its spec never changes. */
import { validateImmutableField } from '../meta-v1/field-rules.ts';
import { validateAnnotations, validateLabels } from '../meta-v1/labels-validation.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';
import { validateBoundedList, validateBoundedSet } from './bounded-list-validation.ts';
import { validateClassName, validateFullyQualifiedName, validateLabelName } from './device-names-validation.ts';
import {
  MAX_CONFIGS,
  MAX_REQUESTS,
  requestNames,
  validateConfiguration,
  validateRequestRefs,
  validateSelectors,
} from './device-validation.ts';
import type { DeviceConstraint, DeviceRequest, DeviceSubRequest, ResourceClaimSpec } from './device.ts';
import type { ResourceClaimTemplate } from './resource-claim-template.ts';
import type { ResourceClaim } from './resource-claim.ts';

const SPEC = FieldPath.of('spec');
const MAX_ALTERNATIVES = 8;
const MAX_CONSTRAINTS = 32;

/** Everything wrong with a new claim. */
export function validateResourceClaim({ spec }: Readonly<ResourceClaim>): FieldError[] {
  return validateClaimSpec(SPEC, spec);
}

/** Everything wrong with a changed claim: that it changed. */
export function validateResourceClaimUpdate(
  { spec: now }: Readonly<ResourceClaim>,
  { spec: before }: Readonly<ResourceClaim>,
): FieldError[] {
  return validateImmutableField(SPEC, { now, before });
}

/** Everything wrong with a new template. */
export function validateResourceClaimTemplate({ spec }: Readonly<ResourceClaimTemplate>): FieldError[] {
  const { annotations, labels } = spec.metadata ?? {};
  return [
    ...validateAnnotations(SPEC.child('metadata', 'annotations'), annotations),
    ...validateLabels(SPEC.child('metadata', 'labels'), labels),
    ...validateClaimSpec(SPEC.child('spec'), spec.spec),
  ];
}

/** Everything wrong with a changed template: that it changed. */
export function validateResourceClaimTemplateUpdate(
  { spec: now }: Readonly<ResourceClaimTemplate>,
  { spec: before }: Readonly<ResourceClaimTemplate>,
): FieldError[] {
  return validateImmutableField(SPEC, { now, before });
}

function validateClaimSpec(path: FieldPath, { devices }: Readonly<ResourceClaimSpec>): FieldError[] {
  const at = path.child('devices');
  const known = requestNames(devices);
  return [
    ...validateBoundedSet(at.child('requests'), devices.requests, {
      max: MAX_REQUESTS,
      keyOf: ({ name }) => name,
      validateItem: validateRequest,
    }),
    ...validateBoundedList(at.child('constraints'), devices.constraints, {
      max: MAX_CONSTRAINTS,
      validateItem: (constraint, itemPath) => validateConstraint(itemPath, constraint, known),
    }),
    ...validateBoundedList(at.child('config'), devices.config, {
      max: MAX_CONFIGS,
      validateItem: (config, itemPath) => [
        ...validateRequestRefs(itemPath.child('requests'), config.requests, known),
        ...validateConfiguration(itemPath, config),
      ],
    }),
  ];
}

function validateRequest({ name, exactly, firstAvailable = [] }: DeviceRequest, path: FieldPath): FieldError[] {
  const errors = validateLabelName(path.child('name'), name);
  const rule = 'exactly one of `exactly` or `firstAvailable` is required';
  if (exactly === undefined && firstAvailable.length === 0) return [...errors, FieldError.required(path, rule)];
  if (exactly !== undefined && firstAvailable.length > 0) {
    return [...errors, FieldError.invalid(path, null, `${rule}, but multiple fields are set`)];
  }
  if (exactly !== undefined) return [...errors, ...validateDevices(path.child('exactly'), exactly)];
  return [
    ...errors,
    ...validateBoundedSet(path.child('firstAvailable'), firstAvailable, {
      max: MAX_ALTERNATIVES,
      keyOf: (request) => request.name,
      validateItem: (request, at) => [
        ...validateLabelName(at.child('name'), request.name),
        ...validateDevices(at, request),
      ],
    }),
  ];
}

function validateDevices(path: FieldPath, request: Readonly<Omit<DeviceSubRequest, 'name'>>): FieldError[] {
  return [
    ...validateClassName(path.child('deviceClassName'), request.deviceClassName),
    ...validateSelectors(path.child('selectors'), request.selectors),
    ...validateAmount(path, request),
  ];
}

function validateAmount(
  path: FieldPath,
  { allocationMode = '', count = 0 }: Pick<DeviceSubRequest, 'allocationMode' | 'count'>,
): FieldError[] {
  const at = path.child('count');
  switch (allocationMode) {
    case 'All':
      return Number(count) === 0
        ? []
        : [FieldError.invalid(at, count, "must not be specified when allocationMode is 'All'")];
    case 'ExactCount':
      return Number(count) > 0 ? [] : [FieldError.invalid(at, count, 'must be greater than zero')];
    default:
      return [FieldError.notSupported(path.child('allocationMode'), allocationMode, ['All', 'ExactCount'])];
  }
}

function validateConstraint(path: FieldPath, constraint: DeviceConstraint, known: ReadonlySet<string>): FieldError[] {
  const { requests, matchAttribute } = constraint;
  const at = path.child('matchAttribute');
  return [
    ...validateRequestRefs(path.child('requests'), requests, known),
    ...(matchAttribute === undefined ? [FieldError.required(at)] : validateFullyQualifiedName(at, matchAttribute)),
  ];
}
