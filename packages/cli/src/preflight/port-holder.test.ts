import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { freePort, isFree } from './port-holder.ts';

describe('isFree()', () => {
  it('is asked of the port itself', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    expect(await isFree(port)).toBe(false);
    expect(await freePort(port)).toBeGreaterThan(port);
    server.close();
    await once(server, 'close');
    expect(await isFree(port)).toBe(true);
    expect(await freePort(port)).toBe(port);
  });
});
