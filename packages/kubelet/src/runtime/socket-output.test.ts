import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { socketOutput } from './socket-output.ts';

const text = async (socket: Duplex) => Buffer.concat(await Array.fromAsync(socketOutput(socket))).toString();

describe('socketOutput()', () => {
  it('hands out what came before an error, also what was not read yet', async () => {
    const socket = new Duplex({ read: () => undefined, write: () => undefined });
    socket.push('one ');
    socket.pause();
    const output = text(socket);
    socket.pause();
    socket.push('two');
    socket.destroy(new Error('broken off'));
    expect(await output).toBe('one two');
  });

  it('has nothing to say of a connection that is over', async () => {
    const socket = new Duplex({ read: () => undefined });
    socket.destroy();
    await new Promise((resolve) => socket.once('close', resolve));
    expect(await text(socket)).toBe('');
  });

  it('makes the other side wait until it is taken, and leaves its own direction open', async () => {
    const served = Promise.withResolvers<Socket>();
    const server = createServer({ allowHalfOpen: true }, (socket) => served.resolve(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const client = connect({ host: '127.0.0.1', port, allowHalfOpen: true });
    const other = await served.promise;
    other.end(Buffer.alloc(2 ** 25));
    const output = socketOutput(client)[Symbol.asyncIterator]();
    let { value, done } = await output.next();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(other.writableLength).toBeGreaterThan(2 ** 24);
    let size = 0;
    while (done !== true) {
      size += value?.length ?? 0;
      ({ value, done } = await output.next());
    }
    expect(size).toBe(2 ** 25);
    expect(client.writable).toBe(true);
    client.destroy();
    other.destroy();
    server.close();
  });
});
