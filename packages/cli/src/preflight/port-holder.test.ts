import { once } from 'node:events';
import { createServer } from 'node:net';
import { freePort as unusedPort } from '@wherry/component/testing';
import { describe, expect, it } from 'vitest';
import { freePort, isFree } from './port-holder.ts';

describe('isFree()', () => {
  it('is asked of the port itself', async () => {
    const port = await unusedPort();
    const server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
    expect(await isFree(port)).toBe(false);
    expect(await freePort(port)).toBeGreaterThan(port);
    server.close();
    await once(server, 'close');
    expect(await isFree(port)).toBe(true);
    expect(await freePort(port)).toBe(port);
  });
});
