/**
 * Connections that the kernel has taken for a pod, and its servers have not taken yet. A server that is asked to end closes
 * its door, and the kernel cuts off all who stand before it: so a busy one is given time to let them in first.
 */
import { readFile } from 'node:fs/promises';
import type { Clock } from '@wherry/component';
import type { SandboxRecord } from '../runtime/runtime.ts';

/** Resolves when nobody waits to be let in, or when that takes too long. It never fails. */
export type AcceptQueues = (sandbox: Pick<SandboxRecord, 'network' | 'pid'>, signal: AbortSignal) => Promise<void>;

const AGAIN_MS = 10;
/** A server that lets nobody in for so long does not mean to. */
const PATIENCE_MS = 2000;
/** Of a socket, as Linux writes it. */
const LISTENING = '0A';

/** @param proc where the kernel shows the engine's processes. @default /proc */
export function acceptQueues({
  clock,
  proc = '/proc',
}: {
  readonly clock: Clock;
  readonly proc?: string;
}): AcceptQueues {
  return async ({ network, pid }, signal) => {
    // On the node's own network, others wait as well.
    if (network === 'host' || pid === undefined) return;
    const read = (table: string) => readFile(`${proc}/${pid}/net/${table}`, 'utf8').catch(() => '');
    const begin = clock.monotonic();
    while (!signal.aborted && clock.monotonic() - begin < PATIENCE_MS) {
      const tables = await Promise.all(['tcp', 'tcp6'].map(read));
      if (!tables.some(someWait)) return;
      await clock.sleep(AGAIN_MS, signal).catch(() => undefined);
    }
  };
}

/** Whether a table of sockets, as `/proc/net/tcp` shows it, has a listening one with connections to be taken. */
export function someWait(table: string): boolean {
  return table.split('\n').some((line) => {
    const [, , , state, queues = ''] = line.trim().split(/\s+/);
    return state === LISTENING && /:0*[1-9A-F]/i.test(queues);
  });
}
