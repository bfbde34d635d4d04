/** Why a node does not take a pod that was bound to it: the scheduler may not have known, or nobody asked it. Pure. */
import { Quantity } from '@wherry/api';
import {
  aggregateContainerResources,
  isSidecar,
  requiredNodes,
  type Pod,
  type SelectableNode,
} from '@wherry/api/core-v1';
import type { Verdict } from '../status/picture.ts';
import { isOver } from './is-over.ts';
import { forbiddenSysctl } from './sysctls.ts';

export interface AdmissionInput {
  readonly pod: Readonly<Pod>;
  /** The other pods of the node. */
  readonly others: readonly Readonly<Pod>[];
  readonly allocatable: Readonly<Record<string, string>>;
  /** As the API has it; undefined: not known yet. */
  readonly node: SelectableNode | undefined;
}

/** undefined: the pod is taken. */
export function admitPod(input: AdmissionInput): Verdict | undefined {
  const { pod, others } = input;
  const active = others.filter((other) => !isOver(other));
  return wrongKind(pod) ?? lacking({ ...input, others: active }) ?? wrongPlace(input) ?? portTaken(pod, active);
}

function wrongKind({ spec }: Readonly<Pod>): Verdict | undefined {
  if (spec.os !== undefined && spec.os.name !== 'linux')
    return rejected('PodOSNotSupported', "Failed to admit pod as the OS field doesn't match node OS");
  const { supplementalGroupsPolicy } = spec.securityContext ?? {};
  if (supplementalGroupsPolicy === 'Strict')
    return rejected(
      'SupplementalGroupsPolicyNotSupported',
      'SupplementalGroupsPolicy=Strict is not supported in this node',
    );
  const forbidden = forbiddenSysctl(spec);
  return forbidden === undefined ? undefined : rejected('SysctlForbidden', forbidden);
}

function lacking({ pod, others, allocatable }: AdmissionInput): Verdict | undefined {
  const most = Number(allocatable['pods'] ?? Infinity);
  if (others.length + 1 > most)
    return insufficient('pods', { requested: '1', used: String(others.length), capacity: String(most) });
  for (const [resource, requested] of aggregateContainerResources(pod.spec, 'requests')) {
    // Of resources that others have added to the node, only the scheduler knows.
    if (allocatable[resource] === undefined && resource.includes('/')) continue;
    const capacity = Quantity.parse(allocatable[resource] ?? '0');
    const used = others.reduce(
      (sum, other) => sum.add(aggregateContainerResources(other.spec, 'requests').get(resource) ?? Quantity.ZERO),
      Quantity.ZERO,
    );
    if (requested.isZero() || used.add(requested).compare(capacity) <= 0) continue;
    const plain = (amount: Quantity) => String(resource === 'cpu' ? amount.milliValue() : amount.value());
    return insufficient(resource, { requested: plain(requested), used: plain(used), capacity: plain(capacity) });
  }
  return undefined;
}

function wrongPlace({ pod, node }: AdmissionInput): Verdict | undefined {
  if (node === undefined || (requiredNodes(pod.spec)?.(node) ?? true)) return undefined;
  const message = "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector";
  return rejected('NodeAffinity', message);
}

function portTaken(pod: Readonly<Pod>, others: readonly Readonly<Pod>[]): Verdict | undefined {
  const taken = others.flatMap(portsOf);
  if (!portsOf(pod).some((port) => taken.some((other) => collide(port, other)))) return undefined;
  const message = "Predicate NodePorts failed: node(s) didn't have free ports for the requested pod ports";
  return rejected('NodePorts', message);
}

function rejected(reason: string, why: string): Verdict {
  return { reason, message: `Pod was rejected: ${why}`, eventMessage: why };
}

function insufficient(
  resource: string,
  { requested, used, capacity }: Readonly<Record<'requested' | 'used' | 'capacity', string>>,
): Verdict {
  return rejected(
    `OutOf${resource}`,
    `Node didn't have enough resource: ${resource}, requested: ${requested}, used: ${used}, capacity: ${capacity}`,
  );
}

interface HostPort {
  readonly address: string;
  readonly port: number;
  readonly protocol: string;
}

function portsOf({ spec }: Readonly<Pod>): HostPort[] {
  return [...(spec.initContainers ?? []).filter(isSidecar), ...spec.containers].flatMap(({ ports = [] }) =>
    ports.flatMap(({ hostPort = 0, hostIP = '0.0.0.0', protocol = 'TCP' }) =>
      hostPort === 0 ? [] : [{ address: hostIP, port: hostPort, protocol }],
    ),
  );
}

function collide(a: HostPort, b: HostPort): boolean {
  const isSamePlace = a.address === b.address || a.address === '0.0.0.0' || b.address === '0.0.0.0';
  return a.port === b.port && a.protocol === b.protocol && isSamePlace;
}
