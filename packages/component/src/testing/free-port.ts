/** A port that a test can name before the process that will listen on it has started. */

import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below those that systems give to clients, who would take it meanwhile, and below the node ports of clusters. */
const LOWEST = 10_000;
const HIGHEST = 29_999;

/** A port of the loopback that nobody uses at the moment, and that the system gives to nobody who does not name it. */
export async function freePort({ not }: { readonly not?: number } = {}): Promise<number> {
  for (;;) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST + 1));
    if (port !== not && (await isFree(port))) return port;
  }
}

/** Whether a port of the loopback can be had. */
export async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    await once(server.close(), 'close');
    return true;
  } catch {
    return false;
  }
}
