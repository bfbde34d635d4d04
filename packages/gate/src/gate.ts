/**
 * The port gate: node ports and the ports of load balancers stand open on the user's own machine as soon as there is a
 * Service that has them. Three loops: what should be open, opening it, and telling load balancers' Services.
 */
import { Nodes, Services, type Node, type Service } from '@wherry/api/core-v1';
import { EndpointSlices } from '@wherry/api/discovery-v1';
import {
  createClient,
  keyOf,
  startController,
  startEventRecorder,
  startInformer,
  type Transport,
} from '@wherry/client';
import { createMetrics, starting, type Clock, type Log, type Metrics, type Running } from '@wherry/component';
import { balancerController } from './balancer/balancer-controller.ts';
import { isBalancedOrKept } from './balancer/plan-balancer.ts';
import type { Publishers } from './engine/publishers.ts';
import { followPublishers } from './ports/follow-publishers.ts';
import { portController, type PortControllerOptions } from './ports/port-controller.ts';
import { portStates } from './ports/port-state.ts';
import { signal } from './ports/signal.ts';
import { tableController } from './table/table-controller.ts';

export interface GateOptions {
  readonly transport: Pick<Transport, 'send' | 'lines'>;
  readonly publishers: Publishers;
  readonly clock: Clock;
  readonly log: Log;
  /** @default one that nobody reads */
  readonly metrics?: Metrics;
}

/** Starts; resolves when it knows what should be open. It leaves open what is open when it stops. */
export function startGate({
  transport,
  publishers,
  clock,
  log,
  metrics = createMetrics(),
}: GateOptions): Promise<Running> {
  return starting(async (own) => {
    const client = createClient(transport);
    const common = { client, clock, log };
    const services = own(await startInformer({ ...common, resource: Services, indexes: { balanced } }));
    const slices = own(await startInformer({ ...common, resource: EndpointSlices }));
    const nodes = own(await startInformer({ ...common, resource: Nodes, keep: withoutImages }));
    const events = own(startEventRecorder({ ...common, component: 'port-gate' }));
    const [ports, balancers] = [signal(), signal()];
    const states = portStates({ metrics, held: await publishers.keys() });
    const keeper = tableController({ services, slices, nodes, events, changed: ports.tell, refused: balancers.tell });
    const became: PortControllerOptions['became'] = (key, state) => {
      states.set(key, state);
      for (const service of services.by('balanced', YES)) balancers.tell(keyOf(service));
    };
    const loops = [
      balancerController({
        client,
        services,
        events,
        ports: (service) => states.seenBy(service, keeper.table),
        told: balancers.source,
      }),
      portController({
        publishers,
        services,
        wanted: (key) => keeper.table.ports.get(key),
        events,
        log,
        told: ports.source,
        became,
      }),
      keeper,
    ];
    for (const loop of loops) own(await startController(loop, { clock, log, metrics }));
    const lookAtAll = () => [...keeper.table.ports.keys()].forEach(ports.tell);
    own(followPublishers({ publishers, clock, log, look: ports.tell, lookAtAll }));
  });
}

const YES = 'yes';
/** Finds the Services that may have something to hear about their load balancer. */
const balanced = (service: Readonly<Service>): string[] => (isBalancedOrKept(service) ? [YES] : []);

/** Without what makes nodes large, and is nothing to ports: their images. */
function withoutImages({ status, ...node }: Node): Node {
  const { images: _, ...rest } = status;
  return { ...node, status: rest };
}
