/** What a ResourceSlice has to satisfy. */
import { validateNodeSelector } from '../core-v1/node-selector-validation.ts';
import { invalidFor, validateImmutableField } from '../meta-v1/field-rules.ts';
import { nameIsDnsSubdomain } from '../names/object-names.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';
import { validateBoundedSet } from './bounded-list-validation.ts';
import {
  validateDriverName,
  validateLabelName,
  validatePoolName,
  validateQualifiedName,
} from './device-names-validation.ts';
import type { Device, DeviceAttribute, ResourcePool, ResourceSlice, ResourceSliceSpec } from './resource-slice.ts';

type Spec = Readonly<ResourceSliceSpec>;

const SPEC = FieldPath.of('spec');
const MAX_DEVICES = 128;
const MAX_PROPERTIES = 32;
const MAX_VALUE_LENGTH = 64;
/** A domain, a slash and an identifier. */
const MAX_NAME_LENGTH = 63 + 1 + 32;

const NUMBER = String.raw`(?:0|[1-9]\d*)`;
const PRE_RELEASE = String.raw`(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)`;
const BUILD = '[0-9a-zA-Z-]+';
/** https://semver.org */
const VERSION = new RegExp(
  String.raw`^${NUMBER}\.${NUMBER}\.${NUMBER}(?:-${PRE_RELEASE}(?:\.${PRE_RELEASE})*)?(?:\+${BUILD}(?:\.${BUILD})*)?$`,
);

/** Everything wrong with a slice. */
export function validateResourceSlice({ spec }: Readonly<ResourceSlice>): FieldError[] {
  return validateSpec(spec);
}

/** Everything wrong with a changed slice. */
export function validateResourceSliceUpdate(
  { spec }: Readonly<ResourceSlice>,
  { spec: old }: Readonly<ResourceSlice>,
): FieldError[] {
  return validateSpec(spec, old);
}

function validateSpec(spec: Spec, old?: Spec): FieldError[] {
  return [
    ...validateDriverName(SPEC.child('driver'), spec.driver),
    ...validatePool(SPEC.child('pool'), spec.pool),
    ...(old === undefined ? [] : validateUnchanged(spec, old)),
    ...validateNodes(spec),
    ...validateBoundedSet(SPEC.child('devices'), spec.devices, {
      max: MAX_DEVICES,
      keyOf: ({ name }) => name,
      validateItem: validateDevice,
    }),
  ];
}

function validatePool(path: FieldPath, { name, resourceSliceCount: count, generation }: ResourcePool): FieldError[] {
  return [
    ...validatePoolName(path.child('name'), name),
    ...(Number(count) <= 0
      ? [FieldError.invalid(path.child('resourceSliceCount'), count, 'must be greater than zero')]
      : []),
    ...(Number(generation) < 0
      ? [FieldError.invalid(path.child('generation'), generation, 'must be greater than or equal to zero')]
      : []),
  ];
}

function validateUnchanged(spec: Spec, old: Spec): FieldError[] {
  return [
    ...validateImmutableField(SPEC.child('pool', 'name'), { now: spec.pool.name, before: old.pool.name }),
    ...validateImmutableField(SPEC.child('driver'), { now: spec.driver, before: old.driver }),
    ...validateImmutableField(SPEC.child('nodeName'), { now: spec.nodeName, before: old.nodeName }),
  ];
}

/** Which nodes can reach the devices is said in exactly one way. */
function validateNodes(spec: Spec): FieldError[] {
  const { nodeName = '', nodeSelector, allNodes = false } = spec;
  const ways = [
    ...(nodeName === '' ? [] : ['`nodeName`']),
    ...(nodeSelector === undefined ? [] : ['`nodeSelector`']),
    ...(allNodes ? ['`allNodes`'] : []),
  ];
  const rule = 'exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required';
  return [
    ...validateNodeName(spec),
    ...validateSelector(spec),
    ...(spec.allNodes === false
      ? [FieldError.invalid(SPEC.child('allNodes'), false, 'must be either unset or set to true')]
      : []),
    ...(ways.length === 0 ? [FieldError.required(SPEC, rule)] : []),
    ...(ways.length > 1
      ? [FieldError.invalid(SPEC, `{${ways.join(', ')}}`, `${rule}, but multiple fields are set`)]
      : []),
  ];
}

function validateNodeName({ nodeName }: Spec): FieldError[] {
  const at = SPEC.child('nodeName');
  if (nodeName === undefined) return [];
  return nodeName === ''
    ? [FieldError.invalid(at, '', 'must be either unset or set to a non-empty string')]
    : invalidFor(at, nodeName, nameIsDnsSubdomain(nodeName));
}

function validateSelector({ nodeSelector }: Spec): FieldError[] {
  if (nodeSelector === undefined) return [];
  const at = SPEC.child('nodeSelector');
  const terms = nodeSelector.nodeSelectorTerms;
  return [
    ...validateNodeSelector(nodeSelector, at),
    ...(terms.length === 1
      ? []
      : [FieldError.invalid(at.child('nodeSelectorTerms'), terms, 'must have exactly one node selector term')]),
  ];
}

function validateDevice({ name, attributes = {}, capacity = {} }: Device, path: FieldPath): FieldError[] {
  const size = Object.keys(attributes).length + Object.keys(capacity).length;
  const detail = `the total number of attributes and capacities must not exceed ${MAX_PROPERTIES}`;
  return [
    ...validateLabelName(path.child('name'), name),
    ...(size > MAX_PROPERTIES ? [FieldError.invalid(path, size, detail)] : []),
    ...Object.entries(attributes).flatMap(([key, attribute]) => {
      const at = path.child('attributes').key(shortened(key));
      return [...validateQualifiedName(at, key), ...validateAttribute(at, attribute)];
    }),
    ...Object.keys(capacity).flatMap((key) => validateQualifiedName(path.child('capacity').key(shortened(key)), key)),
  ];
}

/** A name that cannot be right is not shown in full. */
function shortened(key: string): string {
  if (key.length <= MAX_NAME_LENGTH) return key;
  const half = Math.ceil((MAX_NAME_LENGTH - 3) / 2);
  return `${key.slice(0, half)}...${key.slice(-(MAX_NAME_LENGTH - 3 - half))}`;
}

function validateAttribute(path: FieldPath, attribute: DeviceAttribute): FieldError[] {
  const { string = '', version } = attribute;
  const count = Object.values(attribute).filter((value) => value !== undefined).length;
  const limited = (name: string, text: string): FieldError[] =>
    Buffer.byteLength(text) > MAX_VALUE_LENGTH ? [FieldError.tooLong(path.child(name), MAX_VALUE_LENGTH)] : [];
  const versionDetail = 'must be a string compatible with semver.org spec 2.0.0';
  return [
    ...limited('string', string),
    ...(version === undefined || VERSION.test(version)
      ? []
      : [FieldError.invalid(path.child('version'), version, versionDetail)]),
    ...limited('version', version ?? ''),
    ...(count === 1
      ? []
      : [FieldError.invalid(path, count === 0 ? '' : attribute, 'exactly one value must be specified')]),
  ];
}
