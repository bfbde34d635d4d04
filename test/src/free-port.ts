// A port that a test can name before the process that will listen on it has started.

import { once } from 'node:events';
import { createServer } from 'node:net';

/** Asks the system for a port of the loopback that nobody uses at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The system gave no port');
  await once(server.close(), 'close');
  return address.port;
}
