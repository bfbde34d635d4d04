/** What the status of a ResourceClaim has to satisfy: what was allocated, who may use it, how the devices are. */
import { validateNodeSelector } from '../core-v1/node-selector-validation.ts';
import { validateConditions } from '../meta-v1/condition-validation.ts';
import { invalidFor, validateImmutableField, validateRequiredChoice } from '../meta-v1/field-rules.ts';
import { semanticEqual } from '../meta-v1/semantic-equal.ts';
import { validateInterfaceAddress } from '../names/cidr.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';
import { deviceIds, idOf } from './allocated-devices.ts';
import { validateBoundedList, validateBoundedSet } from './bounded-list-validation.ts';
import { validateDriverName, validateLabelName, validatePoolName } from './device-names-validation.ts';
import {
  MAX_CONFIGS,
  requestNames,
  validateConfiguration,
  validateJsonObject,
  validateRequestRef,
  validateRequestRefs,
} from './device-validation.ts';
import type {
  AllocatedDeviceStatus,
  AllocationResult,
  DeviceAllocationConfiguration,
  DeviceRequestAllocationResult,
  NetworkDeviceData,
  ResourceClaim,
  ResourceClaimConsumerReference,
} from './resource-claim.ts';

type Claim = Readonly<ResourceClaim>;

const STATUS = FieldPath.of('status');
const MAX_RESERVATIONS = 256;
const MAX_RESULTS = 32;
const MAX_CONDITIONS = 8;
const MAX_INTERFACE_NAME_LENGTH = 256;
const MAX_HARDWARE_ADDRESS_LENGTH = 128;
const MAX_ADDRESSES = 16;

/** Everything wrong with a changed status. */
export function validateResourceClaimStatus(claim: Claim, old: Claim): FieldError[] {
  const { allocation, reservedFor, devices } = claim.status ?? {};
  const allocated = deviceIds(allocation);
  return [
    ...validateBoundedSet(STATUS.child('reservedFor'), reservedFor, {
      max: MAX_RESERVATIONS,
      keyOf: ({ uid }) => uid,
      validateItem: validateConsumer,
    }),
    ...validateBoundedSet(STATUS.child('devices'), devices, {
      max: Infinity,
      keyOf: idOf,
      validateItem: (device, path) => validateDeviceStatus(device, path, allocated),
    }),
    ...validateReservations(claim, old),
    ...validateAllocation(claim, old.status?.allocation),
  ];
}

function validateConsumer(consumer: ResourceClaimConsumerReference, path: FieldPath): FieldError[] {
  return (['resource', 'name', 'uid'] as const).flatMap((name) =>
    consumer[name] === '' ? [FieldError.required(path.child(name))] : [],
  );
}

/** There is nothing to use without an allocation, and no one new may use what is about to go. */
function validateReservations({ metadata, status }: Claim, old: Claim): FieldError[] {
  const { allocation, reservedFor = [] } = status ?? {};
  const at = STATUS.child('reservedFor');
  if (reservedFor.length === 0) return [];
  if (allocation === undefined) {
    return [FieldError.forbidden(at, 'may not be specified when `allocated` is not set')];
  }
  const before = old.status?.reservedFor ?? [];
  const isNew = reservedFor.some((consumer) => !before.some((other) => semanticEqual(other, consumer)));
  const detail = 'new entries may not be added while `deallocationRequested` or `deletionTimestamp` are set';
  return metadata?.deletionTimestamp !== undefined && isNew ? [FieldError.forbidden(at, detail)] : [];
}

function validateAllocation({ spec, status }: Claim, before: AllocationResult | undefined): FieldError[] {
  const now = status?.allocation;
  const at = STATUS.child('allocation');
  if (now === undefined) return [];
  if (before !== undefined) return validateImmutableField(at, { now, before });
  const known = requestNames(spec.devices);
  const { results, config } = now.devices ?? {};
  return [
    ...validateBoundedList(at.child('devices', 'results'), results, {
      max: MAX_RESULTS,
      validateItem: (result, path) => validateResult(result, path, known),
    }),
    ...validateBoundedList(at.child('devices', 'config'), config, {
      // Those of the class and those of the claim.
      max: 2 * MAX_CONFIGS,
      validateItem: (item, path) => validateAllocatedConfiguration(item, path, known),
    }),
    ...(now.nodeSelector === undefined ? [] : validateNodeSelector(now.nodeSelector, at.child('nodeSelector'))),
  ];
}

function validateResult(
  { request, driver, pool, device }: DeviceRequestAllocationResult,
  path: FieldPath,
  known: ReadonlySet<string>,
): FieldError[] {
  return [
    ...validateRequestRef(path.child('request'), request, known),
    ...validateDriverName(path.child('driver'), driver),
    ...validatePoolName(path.child('pool'), pool),
    ...validateLabelName(path.child('device'), device),
  ];
}

function validateAllocatedConfiguration(
  config: DeviceAllocationConfiguration,
  path: FieldPath,
  known: ReadonlySet<string>,
): FieldError[] {
  return [
    ...validateRequiredChoice(path.child('source'), config.source, ['FromClaim', 'FromClass']),
    ...validateRequestRefs(path.child('requests'), config.requests, known),
    ...validateConfiguration(path, config),
  ];
}

function validateDeviceStatus(
  device: AllocatedDeviceStatus,
  path: FieldPath,
  allocated: ReadonlySet<string>,
): FieldError[] {
  const { driver, pool, conditions, data, networkData } = device;
  const at = path.child('conditions');
  return [
    ...validateDriverName(path.child('driver'), driver),
    ...validatePoolName(path.child('pool'), pool),
    ...validateLabelName(path.child('device'), device.device),
    ...(allocated.has(idOf(device))
      ? []
      : [FieldError.invalid(path, idOf(device), 'must be an allocated device in the claim')]),
    ...(conditions.length > MAX_CONDITIONS
      ? [FieldError.tooMany(at, { actual: conditions.length, max: MAX_CONDITIONS })]
      : []),
    ...validateConditions(at, conditions),
    ...(data === undefined ? [] : validateJsonObject(path.child('data'), data)),
    ...(networkData === undefined ? [] : validateNetworkData(path.child('networkData'), networkData)),
  ];
}

function validateNetworkData(path: FieldPath, data: NetworkDeviceData): FieldError[] {
  const { interfaceName = '', hardwareAddress = '', ips } = data;
  const limited = (name: string, text: string, max: number): FieldError[] =>
    Buffer.byteLength(text) > max ? [FieldError.tooLong(path.child(name), max)] : [];
  return [
    ...limited('interfaceName', interfaceName, MAX_INTERFACE_NAME_LENGTH),
    ...limited('hardwareAddress', hardwareAddress, MAX_HARDWARE_ADDRESS_LENGTH),
    ...validateBoundedSet(path.child('ips'), ips, {
      max: MAX_ADDRESSES,
      keyOf: (address) => address,
      validateItem: (address, at) => invalidFor(at, address, validateInterfaceAddress(address)),
    }),
  ];
}
