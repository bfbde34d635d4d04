/** Leads each connection to an endpoint, and on to the next when one does not answer. */
import { connect, createServer, type Socket } from 'node:net';
import { releasing } from '@wherry/component';
import type { TableEndpoint } from '../service-table.ts';
import type { Balancer } from './balancer.ts';
import type { Listener } from './listener.ts';

/** An endpoint that does not take a connection within so many milliseconds is passed over. */
const CONNECT_MS = 1000;

export interface TcpListenerOptions {
  readonly address: string;
  readonly port: number;
  readonly balancer: Balancer;
}

/** @throws Error, in the promise, when the address cannot be had */
export async function listenTcp({ address, port, balancer }: TcpListenerOptions): Promise<Listener> {
  const sockets = new Set<Socket>();
  const track = (socket: Socket): void => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  };
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true }, (socket) => {
    track(socket);
    socket.on('error', () => socket.destroy());
    void lead(socket, { balancer, track });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: address, port }, resolve);
  });
  const running = releasing(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  });
  // Connections live as long as their two ends want to: a change is for new ones.
  return Object.assign(running, { changed: () => undefined });
}

interface LeadOptions {
  readonly balancer: Balancer;
  readonly track: (socket: Socket) => void;
}

async function lead(client: Socket, { balancer, track }: LeadOptions): Promise<void> {
  const from = client.remoteAddress ?? '';
  for (const endpoint of balancer.choose(from)) {
    if (client.destroyed) return;
    const server = await reach(endpoint);
    if (server === undefined) continue;
    track(server);
    balancer.remember(from, endpoint);
    join(client, server);
    return;
  }
  client.resetAndDestroy();
}

function reach({ ip, port }: TableEndpoint): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host: ip, port, allowHalfOpen: true, noDelay: true });
    const give = (): void => {
      socket.destroy();
      resolve(undefined);
    };
    socket.setTimeout(CONNECT_MS, give);
    socket.once('error', give);
    socket.once('connect', () => {
      socket.setTimeout(0);
      socket.off('error', give);
      resolve(socket);
    });
  });
}

/** An end of one side ends the other's side; a failure of one ends both. */
function join(client: Socket, server: Socket): void {
  server.on('error', () => client.resetAndDestroy());
  client.on('error', () => server.resetAndDestroy());
  client.once('close', () => server.destroySoon());
  server.once('close', () => client.destroySoon());
  client.pipe(server);
  server.pipe(client);
}
