/** How Services count for quotas: by their number, by node ports, and by load balancers. */
import { Services } from '../core-v1/resources.ts';
import type { Service } from '../core-v1/service.ts';
import { Quantity } from '../scalars/quantity.ts';
import type { Amounts } from './amounts.ts';
import { countName, evaluatorFor } from './evaluator.ts';

const COUNT = countName(Services);
const NODE_PORTS = 'services.nodeports';
const LOAD_BALANCERS = 'services.loadbalancers';
const NAMES: ReadonlySet<string> = new Set([COUNT, 'services', NODE_PORTS, LOAD_BALANCERS]);

export const serviceEvaluator = evaluatorFor(Services, { counts: (name) => NAMES.has(name), usageOf });

function usageOf({ spec }: Readonly<Service>): Amounts {
  const isBalanced = spec.type === 'LoadBalancer';
  return new Map([
    [COUNT, Quantity.of(1)],
    ['services', Quantity.of(1)],
    [NODE_PORTS, Quantity.of(nodePorts(spec))],
    [LOAD_BALANCERS, Quantity.of(isBalanced ? 1 : 0)],
  ]);
}

/** Those that there will be: they are counted before they are given out. */
function nodePorts({ type, ports = [], allocateLoadBalancerNodePorts }: Readonly<Service['spec']>): number {
  if (type === 'NodePort') return ports.length;
  if (type !== 'LoadBalancer') return 0;
  if (allocateLoadBalancerNodePorts !== false) return ports.length;
  return ports.filter(({ nodePort = 0 }) => nodePort !== 0).length;
}
