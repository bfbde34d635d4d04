/** Why a node does not take a pod that was bound to it: the scheduler may not have known, or nobody asked it. Pure. */
import { Quantity } from '@wherry/api';
import { aggregateContainerResources, type Pod } from '@wherry/api/core-v1';
import type { StartFailure } from '../status/picture.ts';

export interface AdmissionInput {
  readonly pod: Readonly<Pod>;
  /** The other pods of the node. */
  readonly others: readonly Readonly<Pod>[];
  readonly allocatable: Readonly<Record<string, string>>;
}

/** undefined: the pod is taken. */
export function admitPod({ pod, others, allocatable }: AdmissionInput): StartFailure | undefined {
  const active = others.filter(({ status: { phase } }) => phase !== 'Failed' && phase !== 'Succeeded');
  const most = Number(allocatable['pods'] ?? Infinity);
  if (active.length + 1 > most)
    return insufficient('pods', { requested: '1', used: String(active.length), capacity: String(most) });
  for (const [resource, requested] of aggregateContainerResources(pod.spec, 'requests')) {
    const capacity = Quantity.parse(allocatable[resource] ?? '0');
    const used = active.reduce(
      (sum, other) => sum.add(aggregateContainerResources(other.spec, 'requests').get(resource) ?? Quantity.ZERO),
      Quantity.ZERO,
    );
    if (requested.isZero() || used.add(requested).compare(capacity) <= 0) continue;
    const plain = (amount: Quantity) => String(resource === 'cpu' ? amount.milliValue() : amount.value());
    return insufficient(resource, { requested: plain(requested), used: plain(used), capacity: plain(capacity) });
  }
  const taken = active.flatMap(portsOf);
  const isTaken = portsOf(pod).some((port) => taken.some((other) => collide(port, other)));
  if (!isTaken) return undefined;
  return {
    reason: 'NodePorts',
    message: "Pod was rejected: Predicate NodePorts failed: node(s) didn't have free ports for the requested pod ports",
  };
}

function insufficient(
  resource: string,
  { requested, used, capacity }: Readonly<Record<'requested' | 'used' | 'capacity', string>>,
): StartFailure {
  return {
    reason: `OutOf${resource}`,
    message: `Pod was rejected: Node didn't have enough resource: ${resource}, requested: ${requested}, used: ${used}, capacity: ${capacity}`,
  };
}

interface HostPort {
  readonly address: string;
  readonly port: number;
  readonly protocol: string;
}

function portsOf({ spec }: Readonly<Pod>): HostPort[] {
  return spec.containers.flatMap(({ ports = [] }) =>
    ports.flatMap(({ hostPort = 0, hostIP = '0.0.0.0', protocol = 'TCP' }) =>
      hostPort === 0 ? [] : [{ address: hostIP, port: hostPort, protocol }],
    ),
  );
}

function collide(a: HostPort, b: HostPort): boolean {
  const isSamePlace = a.address === b.address || a.address === '0.0.0.0' || b.address === '0.0.0.0';
  return a.port === b.port && a.protocol === b.protocol && isSamePlace;
}
