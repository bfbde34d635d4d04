import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { describe, expect, it } from 'vitest';
import { freePort, isFree } from './port-holder.ts';

/** At a port that the system gives to nobody who does not name it: it is free again when the server has closed. */
async function listening(): Promise<{ readonly server: Server; readonly port: number }> {
  const port = 10_000 + Math.floor(Math.random() * 20_000);
  const server = createServer().listen(port, '127.0.0.1');
  return once(server, 'listening').then(
    () => ({ server, port }),
    () => listening(),
  );
}

describe('isFree()', () => {
  it('is asked of the port itself', async () => {
    const { server, port } = await listening();
    expect(await isFree(port)).toBe(false);
    expect(await freePort(port)).toBeGreaterThan(port);
    server.close();
    await once(server, 'close');
    expect(await isFree(port)).toBe(true);
    expect(await freePort(port)).toBe(port);
  });
});
