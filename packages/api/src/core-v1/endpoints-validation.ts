/** The rules for Endpoints. */
import { Protocol } from './container.ts';
import { validateEndpointIp, validateOldIp } from './endpoint-ip-validation.ts';
import type { EndpointAddress, EndpointPort, Endpoints, EndpointSubset } from './endpoints.ts';
import { invalidFor, validateRequiredChoice } from '../meta-v1/field-rules.ts';
import { semanticEqual } from '../meta-v1/semantic-equal.ts';
import { validateDns1123Label } from '../names/dns-names.ts';
import { validatePortNumber } from '../names/identifiers.ts';
import { ipWarnings } from '../names/ip-address.ts';
import { validateQualifiedName } from '../names/label-syntax.ts';
import { nameIsDnsSubdomain } from '../names/object-names.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';

const SUBSETS = FieldPath.of('subsets');

/** Everything wrong with Endpoints. */
export function validateEndpoints({ subsets = [] }: Readonly<Endpoints>): FieldError[] {
  return subsets.flatMap((subset, index) => validateSubset(SUBSETS.index(index), subset));
}

/** Everything wrong with changed Endpoints. What was accepted once may stay as it is. */
export function validateEndpointsUpdate(endpoints: Readonly<Endpoints>, old: Readonly<Endpoints>): FieldError[] {
  const errors = validateEndpoints(endpoints);
  return errors.length > 0 && semanticEqual(endpoints.subsets, old.subsets) ? [] : errors;
}

/** Warnings about addresses in an old spelling. */
export function endpointsWarnings({ subsets = [] }: Readonly<Endpoints>): string[] {
  return subsets.flatMap((subset, index) =>
    (['addresses', 'notReadyAddresses'] as const).flatMap((name) =>
      (subset[name] ?? []).flatMap(({ ip }, position) =>
        ipWarnings(SUBSETS.index(index).child(name).index(position).child('ip'), ip),
      ),
    ),
  );
}

function validateSubset(path: FieldPath, subset: EndpointSubset): FieldError[] {
  const { addresses = [], notReadyAddresses = [], ports = [] } = subset;
  const errors =
    addresses.length === 0 && notReadyAddresses.length === 0
      ? [FieldError.required(path, 'must specify `addresses` or `notReadyAddresses`')]
      : [];
  return [
    ...errors,
    ...addresses.flatMap((address, index) => validateAddress(path.child('addresses').index(index), address)),
    ...notReadyAddresses.flatMap((address, index) =>
      validateAddress(path.child('notReadyAddresses').index(index), address),
    ),
    ...ports.flatMap((port, index) => validatePort(path.child('ports').index(index), port, ports.length > 1)),
  ];
}

function validateAddress(path: FieldPath, { ip, hostname = '', nodeName }: EndpointAddress): FieldError[] {
  return [
    ...validateOldIp(path.child('ip'), ip),
    ...(hostname === '' ? [] : invalidFor(path.child('hostname'), hostname, validateDns1123Label(hostname))),
    ...(nodeName === undefined ? [] : invalidFor(path.child('nodeName'), nodeName, nameIsDnsSubdomain(nodeName))),
    ...validateEndpointIp(path.child('ip'), ip),
  ];
}

function validatePort(path: FieldPath, port: EndpointPort, needsName: boolean): FieldError[] {
  const { name = '', appProtocol } = port;
  const nameErrors = name === '' ? [] : invalidFor(path.child('name'), name, validateDns1123Label(name));
  return [
    ...(needsName && name === '' ? [FieldError.required(path.child('name'))] : nameErrors),
    ...invalidFor(path.child('port'), port.port, validatePortNumber(port.port)),
    ...validateRequiredChoice(path.child('protocol'), port.protocol, Protocol.values ?? []),
    ...(appProtocol === undefined
      ? []
      : invalidFor(path.child('appProtocol'), appProtocol, validateQualifiedName(appProtocol))),
  ];
}
