/** Runs `conntrack`: what the kernel remembers of flows, for UDP only. */
import { isIPv6 } from 'node:net';
import { runProgram } from '../run-program.ts';
import type { Flow } from './stale-flows.ts';

export interface Conntrack {
  /** @throws Error */
  listUdp(): Promise<Flow[]>;
  /** Makes the kernel forget all flows with these ends; what is gone already is no failure. @throws Error */
  forgetUdp(flows: readonly Flow[]): Promise<void>;
}

/** @param command the program with its first arguments. @default conntrack, in this network namespace */
export function conntrackCommand(command: readonly string[] = ['conntrack']): Conntrack {
  return {
    async listUdp() {
      const lists = await Promise.all(
        ['ipv4', 'ipv6'].map(async (family) => {
          const ran = await runProgram({ command: [...command, '-L', '-p', 'udp', '-f', family] });
          if (ran.code !== 0) throw new Error(`Cannot list flows: ${ran.complaint.trim()}`);
          return readFlows(ran.output);
        }),
      );
      return lists.flat();
    },
    async forgetUdp(flows) {
      for (const { destination, port, answeredBy, answeredByPort } of flows) {
        const family = isIPv6(destination) ? 'ipv6' : 'ipv4';
        const there = ['--orig-dst', destination, '--orig-port-dst', String(port)];
        const back = ['--reply-src', answeredBy, '--reply-port-src', String(answeredByPort)];
        const ran = await runProgram({ command: [...command, '-D', '-p', 'udp', '-f', family, ...there, ...back] });
        // It ends with 1 when there was nothing to delete, too.
        if (ran.code !== 0 && !/\b0 flow entries/.test(ran.complaint)) {
          throw new Error(`Cannot delete a flow: ${ran.complaint.trim()}`);
        }
      }
    },
  };
}

const FLOW = /src=\S+ dst=(\S+) sport=\d+ dport=(\d+).*? src=(\S+) dst=\S+ sport=(\d+) dport=\d+/;

/** Each line tells of the way there, then of the way back. Flows with the same ends are told once. */
export function readFlows(output: string): Flow[] {
  const flows = new Map<string, Flow>();
  for (const line of output.split('\n')) {
    const [, destination, port, answeredBy, answeredByPort] = FLOW.exec(line) ?? [];
    if (destination === undefined || answeredBy === undefined) continue;
    const flow = { destination, port: Number(port), answeredBy, answeredByPort: Number(answeredByPort) };
    flows.set(Object.values(flow).join(' '), flow);
  }
  return [...flows.values()];
}
