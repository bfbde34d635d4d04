/** The rules for EndpointSlices. */
import { AddressType } from './endpoint-slice.ts';
import type { Endpoint, EndpointHints, EndpointPort, EndpointSlice } from './endpoint-slice.ts';
import { Protocol } from '../core-v1/container.ts';
import { validateEndpointIp, validateOldIp } from '../core-v1/endpoint-ip-validation.ts';
import { invalidFor, validateImmutableField, validateRequiredChoice } from '../meta-v1/field-rules.ts';
import { validateLabels } from '../meta-v1/labels-validation.ts';
import { semanticEqual } from '../meta-v1/semantic-equal.ts';
import { validateDns1123Label } from '../names/dns-names.ts';
import { validateFullyQualifiedDomainName } from '../names/domain-names.ts';
import { isIpv4, parseIp } from '../names/ip-address.ts';
import { validateLabelValue, validateQualifiedName } from '../names/label-syntax.ts';
import { nameIsDnsSubdomain } from '../names/object-names.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';

const ENDPOINTS = FieldPath.of('endpoints');
const PORTS = FieldPath.of('ports');
const MAX_ENDPOINTS = 1000;
const MAX_ADDRESSES = 100;
const MAX_PORTS = 20_000;
const MAX_TOPOLOGY_LABELS = 16;
const MAX_HINTS = 8;

/** Everything wrong with an EndpointSlice. Endpoints that it had before are not looked at again. */
export function validateEndpointSlice(slice: Readonly<EndpointSlice>, old?: Readonly<EndpointSlice>): FieldError[] {
  const errors = [
    ...validateRequiredChoice('addressType', slice.addressType, AddressType.values ?? []),
    ...validatePorts(slice.ports),
  ];
  return old !== undefined && semanticEqual(slice.endpoints, old.endpoints)
    ? errors
    : [...errors, ...validateEndpoints(slice)];
}

/** Everything wrong with a changed EndpointSlice. */
export function validateEndpointSliceUpdate(
  slice: Readonly<EndpointSlice>,
  old: Readonly<EndpointSlice>,
): FieldError[] {
  const types = { now: slice.addressType, before: old.addressType };
  return [...validateEndpointSlice(slice, old), ...validateImmutableField('addressType', types)];
}

function validateEndpoints({ endpoints, addressType }: Readonly<EndpointSlice>): FieldError[] {
  if (endpoints.length > MAX_ENDPOINTS) {
    return [FieldError.tooMany(ENDPOINTS, { actual: endpoints.length, max: MAX_ENDPOINTS })];
  }
  return endpoints.flatMap((endpoint, index) => validateEndpoint(ENDPOINTS.index(index), endpoint, addressType));
}

function validateEndpoint(path: FieldPath, endpoint: Endpoint, addressType: string): FieldError[] {
  const { addresses, nodeName, deprecatedTopology: topology = {}, hostname, hints } = endpoint;
  const addressesPath = path.child('addresses');
  const errors: FieldError[] = [];
  if (addresses.length === 0) {
    errors.push(FieldError.required(addressesPath, 'must contain at least 1 address'));
  } else if (addresses.length > MAX_ADDRESSES) {
    errors.push(FieldError.tooMany(addressesPath, { actual: addresses.length, max: MAX_ADDRESSES }));
  }
  errors.push(
    ...addresses.flatMap((address, index) => validateAddress(addressesPath.index(index), address, addressType)),
  );
  if (nodeName !== undefined) {
    errors.push(...invalidFor(path.child('nodeName'), nodeName, nameIsDnsSubdomain(nodeName)));
  }
  const labels = Object.keys(topology).length;
  if (labels > MAX_TOPOLOGY_LABELS) {
    errors.push(FieldError.tooMany(path.child('deprecatedTopology'), { actual: labels, max: MAX_TOPOLOGY_LABELS }));
  }
  errors.push(...validateLabels(path.child('deprecatedTopology'), topology));
  if (hostname !== undefined) {
    errors.push(...invalidFor(path.child('hostname'), hostname, validateDns1123Label(hostname)));
  }
  return hints === undefined ? errors : [...errors, ...validateHints(path.child('hints'), hints)];
}

function validateAddress(path: FieldPath, address: string, addressType: string): FieldError[] {
  if (addressType === 'FQDN') {
    return validateFullyQualifiedDomainName(path, address);
  }
  if (addressType !== 'IPv4' && addressType !== 'IPv6') {
    return [];
  }
  const parsed = parseIp(address);
  if (parsed === undefined) {
    return validateOldIp(path, address);
  }
  const isRightFamily = isIpv4(parsed) === (addressType === 'IPv4');
  const errors = isRightFamily ? [] : [FieldError.invalid(path, address, `must be an ${addressType} address`)];
  return [...errors, ...validateEndpointIp(path, address)];
}

function validateHints(path: FieldPath, { forZones = [], forNodes = [] }: EndpointHints): FieldError[] {
  return [
    ...validateHintNames(path.child('forZones'), forZones, validateLabelValue),
    ...validateHintNames(path.child('forNodes'), forNodes, nameIsDnsSubdomain),
  ];
}

function validateHintNames(
  path: FieldPath,
  hints: readonly { readonly name: string }[],
  rule: (name: string) => string[],
): FieldError[] {
  if (hints.length > MAX_HINTS) {
    return [FieldError.tooMany(path, { actual: hints.length, max: MAX_HINTS })];
  }
  return hints.flatMap(({ name }, index) => {
    const field = path.index(index).child('name');
    const isDuplicate = hints.findIndex((hint) => hint.name === name) < index;
    return [...(isDuplicate ? [FieldError.duplicate(field, name)] : []), ...invalidFor(field, name, rule(name))];
  });
}

function validatePorts(ports: readonly EndpointPort[]): FieldError[] {
  if (ports.length > MAX_PORTS) {
    return [FieldError.tooMany(PORTS, { actual: ports.length, max: MAX_PORTS })];
  }
  const names = new Set<string>();
  return ports.flatMap(({ name = '', protocol, appProtocol }, index) => {
    const path = PORTS.index(index);
    const errors = name === '' ? [] : invalidFor(path.child('name'), name, validateDns1123Label(name));
    if (names.has(name)) {
      errors.push(FieldError.duplicate(path.child('name'), name));
    }
    names.add(name);
    errors.push(...validateRequiredChoice(path.child('protocol'), protocol, Protocol.values ?? []));
    return appProtocol === undefined
      ? errors
      : [...errors, ...invalidFor(path.child('appProtocol'), appProtocol, validateQualifiedName(appProtocol))];
  });
}
