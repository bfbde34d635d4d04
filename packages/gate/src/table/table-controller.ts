/** Keeps the table of ports up to date, and says what is new in it. */
import type { Node, Service } from '@wherry/api/core-v1';
import type { EndpointSlice } from '@wherry/api/discovery-v1';
import { keysFrom, type Controller, type EventRecorder, type Informer } from '@wherry/client';
import { gateTable, type GatePort, type GateTable, type RefusedPort } from './gate-table.ts';

export interface TableOptions {
  readonly services: Informer<Service>;
  readonly slices: Informer<EndpointSlice>;
  readonly nodes: Informer<Node>;
  readonly events: EventRecorder;
  /** Called with the key of a port that is to be different from before. */
  readonly changed: (key: string) => void;
  /** Called with the key of a Service that does not get a port. */
  readonly refused: (service: string) => void;
}

export interface TableController extends Controller {
  /** The table as it was worked out last. */
  readonly table: GateTable;
}

const KEY = 'table';

export function tableController(options: TableOptions): TableController {
  const { services, slices, nodes, changed } = options;
  const workOut = (before?: ReadonlyMap<string, GatePort>): GateTable =>
    gateTable({
      services: services.list(),
      slices: slices.list(),
      nodes: nodes.list(),
      ...(before === undefined ? {} : { before }),
    });
  let table = workOut();
  for (const port of table.refused) refuse(options, port);
  return {
    name: 'table',
    workers: 1,
    sources: [keysFrom(services, () => [KEY]), keysFrom(slices, () => [KEY]), keysFrom(nodes, () => [KEY])],
    get table() {
      return table;
    },
    reconcile() {
      const before = table;
      table = workOut(before.ports);
      for (const key of new Set([...before.ports.keys(), ...table.ports.keys()])) {
        if (textOf(before.ports.get(key)) !== textOf(table.ports.get(key))) changed(key);
      }
      const known = new Set(before.refused.map(textOf));
      for (const port of table.refused) if (!known.has(textOf(port))) refuse(options, port);
      return Promise.resolve();
    },
  };
}

const textOf = (given: GatePort | RefusedPort | undefined): string => JSON.stringify(given) ?? '';

function refuse({ services, events, refused }: TableOptions, { service: name, key, why }: RefusedPort): void {
  const service = services.get(name);
  if (service === undefined) return;
  const [protocol = '', port = ''] = key.split('/');
  const message = `Cannot open port ${port} (${protocol}) on this machine: ${why}`;
  events.record(service, { type: 'Warning', reason: 'PortRefused', message });
  refused(name);
}
