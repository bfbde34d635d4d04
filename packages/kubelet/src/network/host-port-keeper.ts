/** Keeps the rules of host ports as they are wanted, and writes only what differs from what was written last. */
import type { Log } from '@wherry/component';
import { changedUdpPorts, changeHostPorts, NO_HOST_PORTS, writeHostPorts, type HostPorts } from './host-ports.ts';
import type { NodeKernel } from './node-kernel.ts';
import { NetworkError } from './pod-network.ts';

export interface HostPortKeeper {
  /** Resolves when the kernel has them. @throws NetworkError */
  keep(wanted: HostPorts): Promise<void>;
}

export interface HostPortKeeperOptions {
  readonly kernel: Pick<NodeKernel, 'nft' | 'forgetFlows'>;
  readonly log: Log;
}

export function hostPortKeeper({ kernel, log }: HostPortKeeperOptions): HostPortKeeper {
  /** Unknown until something was written: a former kubelet may have left a table. */
  let present: HostPorts | undefined;
  let writing: Promise<void> = Promise.resolve();

  const write = async (wanted: HostPorts): Promise<void> => {
    const before = present;
    try {
      const transaction = before === undefined ? writeHostPorts(wanted) : changeHostPorts(before, wanted);
      if (transaction === '') return;
      present = undefined;
      await kernel.nft(transaction);
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      // A node that cannot have host ports can have pods that want none.
      if (before === undefined && wanted.pods.size === 0) return;
      if (before === undefined) throw error;
      log.info('the rules of host ports are not as they were left, writing them anew', { error: error.message });
      await kernel.nft(writeHostPorts(wanted));
    }
    present = wanted;
    for (const port of changedUdpPorts(before ?? NO_HOST_PORTS, wanted)) await kernel.forgetFlows(port);
  };

  return {
    keep(wanted) {
      const now = writing.then(() => write(wanted));
      writing = now.catch(() => undefined);
      return now;
    },
  };
}
