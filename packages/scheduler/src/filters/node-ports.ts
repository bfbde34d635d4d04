/** Two pods cannot open the same port of a node. */
import type { NodeInfo } from '../nodes/node-info.ts';
import { portsConflict, type HostPort } from '../pods/host-port.ts';
import type { Filter, NodeCheck, Rejection } from './filter.ts';

const name = 'NodePorts';
const TAKEN: Rejection = {
  plugin: name,
  reasons: ["node(s) didn't have free ports for the requested pod ports"],
  isFinal: false,
};

class PortsCheck implements NodeCheck {
  readonly #wanted: readonly HostPort[];

  constructor(wanted: readonly HostPort[]) {
    this.#wanted = wanted;
  }

  check(node: NodeInfo): Rejection | undefined {
    return node.hasPortConflict(this.#wanted) ? TAKEN : undefined;
  }
}

export const nodePorts: Filter = {
  name,
  prepare: ({ hostPorts }) => (hostPorts.length === 0 ? undefined : { check: new PortsCheck(hostPorts) }),
  wakes({ hostPorts }, event) {
    if (event.what === 'node') return event.old === undefined && event.now !== undefined;
    if (event.what !== 'pod' || event.now !== undefined) return false;
    return (event.old?.hostPorts ?? []).some((freed) => hostPorts.some((wanted) => portsConflict(wanted, freed)));
  },
};
