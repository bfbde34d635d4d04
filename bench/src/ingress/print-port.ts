// How a program of a benchmark says that it listens, and where.

import type { Server } from 'node:net';

export function printPort(server: Pick<Server, 'address'>): void {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The system gave no port');
  process.stdout.write(`${address.port}\n`);
}
