import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFakeBackend, type FakeBackend } from '../testing/fake-backend.ts';
import { ask } from './ask.ts';
import { NetworkFailure } from './network-failure.ts';

let backend: FakeBackend;
beforeAll(async () => {
  backend = await startFakeBackend();
});
afterAll(() => backend.stop());

async function open(): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port: backend.port });
  await once(socket, 'connect');
  return socket;
}

describe('ask', () => {
  it('leaves no connection behind when there is nothing to be asked', async () => {
    const socket = await open();
    await expect(ask(socket, { method: 'GET', path: '/a b', headers: [] })).rejects.toThrow(NetworkFailure);
    expect(socket.destroyed).toBe(true);
  });

  it('leaves no connection behind when the other side ends it', async () => {
    backend.answer = ({ socket }) => void socket.destroy();
    const socket = await open();
    await expect(ask(socket, { method: 'GET', path: '/', headers: ['Host', 'x'] })).rejects.toThrow('EOF');
    expect(socket.destroyed).toBe(true);
  });

  it('sends headers as they are, and of its own only that the connection ends', async () => {
    backend.answer = (_request, response) => void response.end();
    const headers = ['Host', 'x', 'X-Twice', 'a', 'X-Twice', 'b'];
    const { response } = await ask(await open(), { method: 'GET', path: '/', headers });
    response.resume();
    expect(backend.requests.at(-1)?.rawHeaders).toEqual([...headers, 'Connection', 'close']);
  });
});
