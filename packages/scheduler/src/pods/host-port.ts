/** Ports of the node that a pod opens, and when two of them are in each other's way. */
import { isSidecar, type Container, type PodSpec } from '@wherry/api/core-v1';

export interface HostPort {
  readonly ip: string;
  /** `TCP/8080`. */
  readonly port: string;
}

const EVERY_ADDRESS = '0.0.0.0';

/** Of containers and sidecars: an init container is gone before another pod could notice. */
export function hostPortsOf({ containers, initContainers = [] }: Readonly<PodSpec>): readonly HostPort[] {
  const lasting = [...initContainers.filter(isSidecar), ...containers];
  return lasting.flatMap(portsOf);
}

function portsOf({ ports = [] }: Container): HostPort[] {
  return ports.flatMap(({ hostIP = '', hostPort = 0, protocol }) =>
    hostPort > 0 ? [{ ip: hostIP === '' ? EVERY_ADDRESS : hostIP, port: `${protocol || 'TCP'}/${hostPort}` }] : [],
  );
}

/** Two pods may share a port if each opens it on an address of its own. */
export function portsConflict(one: HostPort, other: HostPort): boolean {
  return one.port === other.port && (one.ip === other.ip || one.ip === EVERY_ADDRESS || other.ip === EVERY_ADDRESS);
}
