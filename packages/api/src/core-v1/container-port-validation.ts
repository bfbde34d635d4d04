/** Rules for the ports of containers. */
import type { Container, ContainerPort } from './container.ts';
import { invalidFor, validateRequiredChoice } from '../meta-v1/field-rules.ts';
import { validatePortName, validatePortNumber } from '../names/identifiers.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';

/** The ports of one container; their names must be unique. */
export function validateContainerPorts(ports: readonly ContainerPort[], path: FieldPath): FieldError[] {
  const names = new Set<string>();
  return ports.flatMap((port, index) => {
    const at = path.index(index);
    const { name = '', containerPort, hostPort = 0 } = port;
    const errors: FieldError[] = [];
    if (name !== '') {
      const messages = validatePortName(name);
      errors.push(...invalidFor(at.child('name'), name, messages));
      if (names.has(name)) errors.push(FieldError.duplicate(at.child('name'), name));
      if (messages.length === 0) names.add(name);
    }
    if (containerPort === 0) errors.push(FieldError.required(at.child('containerPort')));
    else errors.push(...invalidFor(at.child('containerPort'), containerPort, validatePortNumber(containerPort)));
    if (hostPort !== 0) errors.push(...invalidFor(at.child('hostPort'), hostPort, validatePortNumber(hostPort)));
    return [...errors, ...validateRequiredChoice(at.child('protocol'), port.protocol, ['TCP', 'UDP', 'SCTP'])];
  });
}

/** Ports of the node that two ports of these containers want. */
export function validateHostPortConflicts(
  containers: readonly Pick<Container, 'ports'>[],
  path: FieldPath,
): FieldError[] {
  const taken = new Set<string>();
  return containers.flatMap(({ ports = [] }, index) =>
    ports.flatMap(({ protocol = '', hostIP = '', hostPort = 0 }, portIndex) => {
      const port = `${protocol}/${hostIP}/${hostPort}`;
      if (hostPort === 0) return [];
      if (!taken.has(port)) {
        taken.add(port);
        return [];
      }
      return [FieldError.duplicate(path.index(index).child('ports').index(portIndex).child('hostPort'), port)];
    }),
  );
}
