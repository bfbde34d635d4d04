import { once } from 'node:events';
import { createServer, Socket, type AddressInfo, type Server } from 'node:net';
import { fakeClock } from '@wherry/component';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDialer, hostAndPort } from './dial.ts';

/** Takes connections and says nothing. */
let mute: Server;
let port: number;
const taken: Socket[] = [];
beforeAll(async () => {
  mute = createServer((socket) => taken.push(socket.on('error', () => undefined)));
  mute.listen(0, '127.0.0.1');
  await once(mute, 'listening');
  port = (mute.address() as AddressInfo).port;
});
afterAll(() => {
  for (const socket of taken) socket.destroy();
  mute.close();
});

const never = new AbortController().signal;

describe('createDialer', () => {
  it('gives up on an address where nobody answers', async () => {
    const clock = fakeClock();
    const sockets: Socket[] = [];
    const connect = () => {
      const socket = new Socket();
      sockets.push(socket);
      return socket;
    };
    const dialled = createDialer({ clock, connect }).connect({ host: '10.0.0.1', port: 80 }, never);
    const refused = expect(dialled).rejects.toThrow('dial tcp 10.0.0.1:80: i/o timeout');
    await clock.advance(30_000);
    await refused;
    expect(sockets.map(({ destroyed }) => destroyed)).toEqual([true]);
    expect(clock.pending).toBe(0);
  });

  it('gives up on a server that does not shake hands', async () => {
    const clock = fakeClock();
    const dialled = createDialer({ clock }).connect({ host: '127.0.0.1', port, tls: {} }, never);
    const refused = expect(dialled).rejects.toThrow('net/http: TLS handshake timeout');
    await expect.poll(() => taken.length).toBe(1);
    await expect
      .poll(async () => {
        await clock.advance(10_000);
        return clock.pending;
      })
      .toBe(0);
    await refused;
  });

  it('gives up when nobody wants the connection any more', async () => {
    const clock = fakeClock();
    const gone = new AbortController();
    const dialled = createDialer({ clock, connect: () => new Socket() }).connect(
      { host: '10.0.0.1', port: 80 },
      gone.signal,
    );
    const refused = expect(dialled).rejects.toThrow('nobody waits');
    gone.abort(new Error('nobody waits'));
    await refused;
    expect(clock.pending).toBe(0);
  });

  it('looks a name up once, and connects to what was found', async () => {
    const asked: string[] = [];
    const connect = ({ host }: { readonly host: string }) => {
      asked.push(host);
      return new Socket().destroy(new Error('enough'));
    };
    const dialer = createDialer({ clock: fakeClock(), connect });
    await expect(dialer.connect({ host: 'localhost', port: 80 }, never)).rejects.toThrow('enough');
    await expect(dialer.connect({ host: 'localhost', port: 80, address: '10.0.0.9' }, never)).rejects.toThrow('enough');
    expect([await dialer.resolve('localhost'), '10.0.0.9']).toEqual(asked);
  });
});

describe('hostAndPort', () => {
  it.each([
    ['10.0.0.1', '10.0.0.1:80'],
    ['fd00::1', '[fd00::1]:80'],
  ])('writes %s with its port', (host, expected) => {
    expect(hostAndPort(host, 80)).toBe(expected);
  });
});
