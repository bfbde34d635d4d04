/** A server that stands for a pod. */
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createNetServer, type AddressInfo, type Server as NetServer, type Socket } from 'node:net';
import { releasing, type Running } from '@wherry/component';
import type { Endpoint } from '../routes/route-plan.ts';

export interface Backend extends Running {
  readonly endpoint: Endpoint;
  readonly server: Server;
}

/** Where nobody listens. A port that was open a moment ago will not do: the next server may get it. */
export const nobody: Endpoint = { ip: '127.0.0.1', port: 1 };

/** Answers HTTP as `listener` says. */
export async function startBackend(listener: RequestListener): Promise<Backend> {
  const server = createServer(listener);
  await listening(server);
  const end = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { ...releasing(end), server, endpoint: endpointOf(server) };
}

/** Hands over its connections as they are. */
export async function startRawBackend(
  connected: (socket: Socket) => void,
): Promise<Pick<Backend, 'endpoint' | keyof Running>> {
  const sockets = new Set<Socket>();
  const server = createNetServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    connected(socket);
  });
  await listening(server);
  const end = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  return { ...releasing(end), endpoint: endpointOf(server) };
}

function listening(server: Pick<NetServer, 'listen'>): Promise<void> {
  return new Promise((resolve) => void server.listen(0, '127.0.0.1', () => resolve()));
}

function endpointOf(server: Pick<NetServer, 'address'>): Endpoint {
  return { ip: '127.0.0.1', port: (server.address() as AddressInfo).port };
}
