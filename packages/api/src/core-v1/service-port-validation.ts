/** The rules for the ports of a Service. */
import { Protocol } from './container.ts';
import { validatePortNumberOrName } from './probe-validation.ts';
import { isHeadless } from './service-traits.ts';
import type { Service, ServicePort } from './service.ts';
import { invalidFor, validateRequiredChoice } from '../meta-v1/field-rules.ts';
import { validateDns1123Label } from '../names/dns-names.ts';
import { validatePortNumber } from '../names/identifiers.ts';
import { validateQualifiedName } from '../names/label-syntax.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';

const PORTS = FieldPath.of('spec', 'ports');

/** That there are ports where there have to be. */
export function validatePortsGiven(service: Readonly<Service>): FieldError[] {
  const isEmpty = (service.spec.ports ?? []).length === 0;
  return isEmpty && !isHeadless(service) && service.spec.type !== 'ExternalName' ? [FieldError.required(PORTS)] : [];
}

/** Each port by itself, and that no name is used twice. */
export function validateServicePorts({ spec: { ports = [] } }: Readonly<Service>): FieldError[] {
  const names = new Set<string>();
  return ports.flatMap((port, index) => {
    const path = PORTS.index(index);
    const errors = [
      ...validateName(port.name ?? '', { names, isRequired: ports.length > 1, path: path.child('name') }),
      ...invalidFor(path.child('port'), port.port, validatePortNumber(port.port)),
      ...validateRequiredChoice(path.child('protocol'), port.protocol, Protocol.values ?? []),
      ...validatePortNumberOrName(port.targetPort ?? 0, path.child('targetPort')),
    ];
    const { appProtocol } = port;
    return appProtocol === undefined
      ? errors
      : [...errors, ...invalidFor(path.child('appProtocol'), appProtocol, validateQualifiedName(appProtocol))];
  });
}

/** That node ports stand only where the type has them, and that no port or node port is there twice. */
export function validatePortUses({ spec: { ports = [], type } }: Readonly<Service>): FieldError[] {
  const nodePorts = ports.map(({ nodePort = 0 }) => nodePort);
  return [
    ...(type === 'ClusterIP' ? forbidNodePorts(nodePorts) : []),
    ...duplicates(ports, ({ nodePort }) => nodePort ?? 0)
      .filter((index) => nodePorts[index] !== 0)
      .map((index) => FieldError.duplicate(PORTS.index(index).child('nodePort'), nodePorts[index])),
    ...duplicates(ports, ({ port }) => port).map((index) =>
      FieldError.duplicate(PORTS.index(index), internalForm(ports[index])),
    ),
  ];
}

function validateName(
  name: string,
  { names, isRequired, path }: { names: Set<string>; isRequired: boolean; path: FieldPath },
): FieldError[] {
  if (name === '') {
    return isRequired ? [FieldError.required(path)] : [];
  }
  const errors = invalidFor(path, name, validateDns1123Label(name));
  if (names.has(name)) {
    errors.push(FieldError.duplicate(path, name));
  }
  names.add(name);
  return errors;
}

function forbidNodePorts(nodePorts: readonly number[]): FieldError[] {
  return nodePorts.flatMap((nodePort, index) =>
    nodePort === 0
      ? []
      : [FieldError.forbidden(PORTS.index(index).child('nodePort'), "may not be used when `type` is 'ClusterIP'")],
  );
}

/** The positions of ports whose protocol and number an earlier port has already. */
function duplicates(ports: readonly ServicePort[], numberOf: (port: ServicePort) => number): number[] {
  const seen = new Set<string>();
  return [...ports.entries()].flatMap(([index, port]) => {
    const key = `${port.protocol ?? ''}/${numberOf(port)}`;
    const isDuplicate = seen.has(key);
    seen.add(key);
    return isDuplicate ? [index] : [];
  });
}

// The message shows Kubernetes' own form of a port, reduced to what makes it a duplicate.
function internalForm(port: ServicePort | undefined): unknown {
  return {
    Name: '',
    Protocol: port?.protocol ?? '',
    AppProtocol: null,
    Port: port?.port ?? 0,
    TargetPort: 0,
    NodePort: 0,
  };
}
