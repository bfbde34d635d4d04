/**
 * Nodes that run nothing: real kubelets on a fake runtime, all in one process. To the API they are as any other, so what
 * happens in a large cluster can be seen on a small machine.
 */
import { join } from 'node:path';
import type { Transport } from '@wherry/client';
import { starting, type Clock, type Log, type Running } from '@wherry/component';
import { startKubelet } from '../kubelet.ts';
import type { Readings } from '../node/pressure.ts';
import { createFakeRuntime } from '../runtime/fake/fake-runtime.ts';

export interface HollowNodesOptions {
  readonly transport: Pick<Transport, 'send' | 'lines'>;
  readonly names: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
  /** Of each. */
  readonly capacity: Readonly<Record<string, string>>;
  /** The files of pods lie in a folder of it for each node. */
  readonly root: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** So many start at a time: their server shall not be asked by all at once. */
const AT_A_TIME = 8;
/** They are under no pressure, whatever their machine is under. */
const PLENTY: Readings = {
  memory: { available: 2 ** 40, capacity: 2 ** 40 },
  disk: { available: 2 ** 40, capacity: 2 ** 40 },
  pids: { available: 2 ** 22, capacity: 2 ** 22 },
};

/** Resolves when all are registered. */
export function startHollowNodes(options: HollowNodesOptions): Promise<Running> {
  const { transport, names, labels = {}, capacity, root, clock, log } = options;
  return starting(async (own) => {
    const waiting = [...names];
    const startInTurn = async (): Promise<void> => {
      for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
        own(
          await startKubelet({
            transport,
            runtime: createFakeRuntime({ clock }),
            nodeName: name,
            nodeAddress: '127.0.0.1',
            nodeLabels: labels,
            capacity,
            root: join(root, name),
            readMachine: () => Promise.resolve(PLENTY),
            clock,
            log,
          }),
        );
      }
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, startInTurn));
  });
}
