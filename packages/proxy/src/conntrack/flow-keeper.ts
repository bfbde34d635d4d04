/** Ends flows of datagrams to endpoints that are gone, and never touches connections. */
import { describeError, type Log } from '@wherry/component';
import type { TableEntry } from '../service-table.ts';
import type { Conntrack } from './conntrack-command.ts';
import { staleFlows } from './stale-flows.ts';

export interface FlowKeeper {
  /** After the table has been carried out. Never fails: rules that stand are worth more than flows that end. */
  keep(entries: readonly TableEntry[]): Promise<void>;
}

export interface FlowKeeperOptions {
  readonly conntrack: Conntrack;
  /** The node's addresses, as they are now. */
  readonly nodeIps: () => readonly string[];
  readonly log: Log;
}

export function flowKeeper({ conntrack, nodeIps, log }: FlowKeeperOptions): FlowKeeper {
  let last: string | undefined;
  return {
    async keep(entries) {
      const udp = entries.filter(({ protocol }) => protocol === 'udp');
      const state = JSON.stringify(udp);
      // Flows are many: they are only looked at when a Service with datagrams has changed.
      if (state === last || udp.length === 0) return;
      try {
        const flows = await conntrack.listUdp();
        await conntrack.forgetUdp(staleFlows({ entries: udp, nodeIps: nodeIps(), flows }));
        last = state;
      } catch (error) {
        log.info('cannot end flows to endpoints that are gone', { error: describeError(error) });
      }
    },
  };
}
