/** One connection of a port-forward: to a port of a pod, with a word to the client when it cannot be made. */
import type { SandboxRecord } from '../../runtime/runtime.ts';
import { joinPort, type PortStream } from './join-port.ts';
import type { PodDialer } from './pod-dialer.ts';

export interface Forwarding {
  readonly dialer: PodDialer;
  readonly sandbox: SandboxRecord;
}

/** Resolves with what the client is to be told, if anything, when the connection is over. */
export async function forwardPort(
  { dialer, sandbox }: Forwarding,
  port: number,
  stream: PortStream,
): Promise<string | undefined> {
  try {
    const socket = await dialer.dial(sandbox, port);
    await joinPort(stream, socket);
    return undefined;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return `error forwarding port ${port} to pod ${sandbox.id}, uid : ${why}`;
  }
}
