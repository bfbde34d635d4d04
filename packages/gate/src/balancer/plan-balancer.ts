/** What a load balancer's Service has to be told, given what has become of its ports. Pure. */
import type { LoadBalancerIngress, Service, ServicePort } from '@wherry/api/core-v1';
import type { PortState } from '../ports/port-state.ts';
import { gatePortKey, isBalanced } from '../table/gate-table.ts';

export type BalancerPlan =
  | { readonly type: 'nothing' }
  /** It must not go before its ports are closed. */
  | { readonly type: 'keep' }
  | { readonly type: 'tell'; readonly ingress: readonly LoadBalancerIngress[] }
  /** We are not its load balancer any more. */
  | { readonly type: 'release' };

/** As Kubernetes' own service controller has it. */
export const FINALIZER = 'service.kubernetes.io/load-balancer-cleanup';
/** On the user's machine: not as an address, which nodes would take for one of theirs. */
const HOSTNAME = 'localhost';

export interface BalancerInput {
  readonly service: Readonly<Service>;
  /** What has become of a port that this Service asks for; undefined while it is not known yet. */
  readonly stateOf: (key: string) => PortState | undefined;
  /** Whether a port stands open, as far as is known, and for nobody else. */
  readonly isOpen: (key: string) => boolean;
}

export function planBalancer({ service, stateOf, isOpen }: BalancerInput): BalancerPlan {
  const { metadata, spec, status } = service;
  const ports = (spec.ports ?? []).map((port) => ({ port, key: gatePortKey(port.protocol ?? 'TCP', port.port) }));
  if (!isBalanced(service)) {
    if (!isKept(service) || (spec.type === 'LoadBalancer' && spec.loadBalancerClass !== undefined))
      return { type: 'nothing' };
    if (ports.some(({ key }) => isOpen(key))) return { type: 'nothing' };
    // What is about to go need not be told.
    const isTold = metadata.deletionTimestamp === undefined && (status.loadBalancer?.ingress ?? []).length > 0;
    return isTold ? { type: 'tell', ingress: [] } : { type: 'release' };
  }
  if (!isKept(service)) return { type: 'keep' };
  const states = ports.map(({ port, key }) => ({ port, state: stateOf(key) }));
  const known = states.flatMap(({ port, state }) => (state === undefined ? [] : [{ port, state }]));
  if (known.length < states.length) return { type: 'nothing' };
  const ingress = ingressOf(known);
  return isSame(status.loadBalancer?.ingress ?? [], ingress) ? { type: 'nothing' } : { type: 'tell', ingress };
}

/** Whether there may be anything to plan for a Service. */
export const isBalancedOrKept = (service: Readonly<Service>): boolean => isBalanced(service) || isKept(service);

const isKept = ({ metadata }: Readonly<Service>): boolean => metadata.finalizers?.includes(FINALIZER) === true;

interface KnownPort {
  readonly port: Readonly<ServicePort>;
  readonly state: PortState;
}

function ingressOf(ports: readonly KnownPort[]): LoadBalancerIngress[] {
  const open = ports.filter(({ state }) => state.type === 'open');
  if (open.length === 0) return [];
  if (open.length === ports.length) return [{ hostname: HOSTNAME }];
  const statuses = ports.map(({ port: { port, protocol = 'TCP' }, state }) => ({
    port,
    protocol,
    ...(state.type === 'failed' ? { error: state.reason } : {}),
  }));
  return [{ hostname: HOSTNAME, ports: statuses }];
}

function isSame(a: readonly LoadBalancerIngress[], b: readonly LoadBalancerIngress[]): boolean {
  const textOf = (all: readonly LoadBalancerIngress[]): string =>
    JSON.stringify(
      all.map(({ hostname = '', ip = '', ports = [] }) => [
        hostname,
        ip,
        ports.map(({ port, protocol, error = '' }) => [port, protocol, error]),
      ]),
    );
  return textOf(a) === textOf(b);
}
