/** Keeps the rules of host ports as they are wanted, and writes only what differs from what was written last. */
import { describeError, type Log } from '@wherry/component';
import {
  changedUdpPorts,
  changeHostPorts,
  LOOK_FOR_TABLE,
  NO_HOST_PORTS,
  writeHostPorts,
  type HostPorts,
} from './host-ports.ts';
import type { NodeKernel } from './node-kernel.ts';
import { NetworkError } from './pod-network.ts';

export interface HostPortKeeper {
  /** Resolves when the kernel has them. @throws NetworkError */
  keep(wanted: HostPorts): Promise<void>;
  /** Sees whether somebody has taken them away; the next `keep` writes them anew then. */
  look(): Promise<void>;
}

export interface HostPortKeeperOptions {
  readonly kernel: Pick<NodeKernel, 'nft' | 'forgetFlows'>;
  /** Addresses of the node that are not for pods. */
  readonly reserved: readonly string[];
  readonly log: Log;
}

export function hostPortKeeper({ kernel, reserved, log }: HostPortKeeperOptions): HostPortKeeper {
  /** Unknown until something was written: a former kubelet may have left a table. */
  let present: HostPorts | undefined;
  let writing: Promise<void> = Promise.resolve();

  const write = async (wanted: HostPorts): Promise<void> => {
    const before = present;
    try {
      const transaction = before === undefined ? writeHostPorts(wanted, reserved) : changeHostPorts(before, wanted);
      if (transaction === '') return;
      present = undefined;
      await kernel.nft(transaction);
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      // A node that cannot have host ports can have pods that want none.
      if (before === undefined && wanted.pods.size === 0) return;
      if (before === undefined) throw error;
      log.info('the rules of host ports are not as they were left, writing them anew', { error: error.message });
      await kernel.nft(writeHostPorts(wanted, reserved));
    }
    present = wanted;
    for (const port of changedUdpPorts(before ?? NO_HOST_PORTS, wanted)) await kernel.forgetFlows(port);
  };

  const look = async (): Promise<void> => {
    if (present === undefined || present.pods.size === 0) return;
    try {
      await kernel.nft(LOOK_FOR_TABLE);
    } catch (error) {
      log.info('the rules of host ports are gone', { error: describeError(error) });
      present = undefined;
    }
  };
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const now = writing.then(work);
    writing = now.catch(() => undefined);
    return now;
  };
  return {
    keep: (wanted) => inTurn(() => write(wanted)),
    look: () => inTurn(look),
  };
}
