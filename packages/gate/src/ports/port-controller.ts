/** Opens, leads and closes ports, as the table says: one port is worked on once at a time, and waits for no other. */
import type { Service } from '@wherry/api/core-v1';
import { backoffAfter, type Controller, type EventRecorder, type Lister, type Source } from '@wherry/client';
import { describeError, type Log } from '@wherry/component';
import { publisherScript } from '../engine/publisher-script.ts';
import { PortError, type Publishers } from '../engine/publishers.ts';
import type { GatePort } from '../table/gate-table.ts';
import type { PortState } from './port-state.ts';

export interface PortControllerOptions {
  readonly publishers: Publishers;
  readonly services: Pick<Lister<Service>, 'get'>;
  readonly wanted: (key: string) => GatePort | undefined;
  readonly events: EventRecorder;
  readonly log: Log;
  /** The keys of ports that are worth a look. */
  readonly told: Source;
  /** Called when it is known what has become of a port. Undefined: it is closed. */
  readonly became: (key: string, state: PortState | undefined) => void;
}

/** Whoever has a port may give it back at any time, and somebody waits for it. */
const RETRY = { first: 500, most: 15_000 };
const WORKERS = 8;

export function portController(options: PortControllerOptions): Controller {
  const { publishers, wanted, told, became, log } = options;
  /** What is carried out in which run of a publisher. After a start nothing is known, and all is carried out once. */
  const carriedOut = new Map<string, string>();
  const failures = new Map<string, number>();
  const open = async (key: string, port: GatePort): Promise<void> => {
    const done = carriedOut.get(key);
    carriedOut.delete(key);
    carriedOut.set(key, await publishers.keep(port, { script: publisherScript(port), done }));
  };
  return {
    name: 'ports',
    workers: WORKERS,
    sources: [told],
    async reconcile(key) {
      const port = wanted(key);
      try {
        if (port === undefined) {
          await publishers.close(key);
          carriedOut.delete(key);
        } else await open(key, port);
        failures.delete(key);
        became(key, port === undefined ? undefined : { type: 'open' });
        return undefined;
      } catch (error) {
        log.info('port not as it should be, will try again', { key, error: describeError(error) });
        if (port !== undefined && error instanceof PortError) {
          const reason = error.isTaken ? 'PortTaken' : 'PortNotOpened';
          tell(options, { port, reason, why: error.message });
          became(key, { type: 'failed', reason });
        }
        const count = (failures.get(key) ?? 0) + 1;
        failures.set(key, count);
        return { again: backoffAfter(count, RETRY) };
      }
    },
  };
}

interface Failed {
  readonly port: GatePort;
  readonly reason: string;
  readonly why: string;
}

function tell({ services, events }: PortControllerOptions, { port, reason, why }: Failed): void {
  const service = services.get(port.service);
  if (service === undefined) return;
  const message = `Cannot open port ${port.port} (${port.protocol}) on this machine: ${why}`;
  events.record(service, { type: 'Warning', reason, message });
}
