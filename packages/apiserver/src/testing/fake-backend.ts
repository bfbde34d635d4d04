/** A server in place of what runs in a pod, and the network that leads to it. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { starting, type Running } from '@wherry/component';

export interface FakeBackend extends Running {
  readonly port: number;
  readonly requests: IncomingMessage[];
  readonly connections: ReadonlySet<Socket>;
  /** @default 200 and the body of the request */
  answer: (request: IncomingMessage, response: ServerResponse) => void;
  upgrade: (request: IncomingMessage, socket: Socket) => void;
}

export function startFakeBackend(): Promise<FakeBackend> {
  return starting(async (own) => {
    const requests: IncomingMessage[] = [];
    const connections = new Set<Socket>();
    const backend = {
      port: 0,
      requests,
      connections,
      answer: (request: IncomingMessage, response: ServerResponse) => void request.pipe(response),
      upgrade: (_request: IncomingMessage, socket: Socket) => void socket.end('HTTP/1.1 403 Forbidden\r\n\r\n'),
    };
    const server = createServer();
    server.on('connection', (socket: Socket) => {
      connections.add(socket);
      socket.on('error', () => undefined).on('close', () => connections.delete(socket));
      socket.on('end', () => socket.end());
    });
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      requests.push(request);
      backend.answer(request, response);
    });
    server.on('upgrade', (request: IncomingMessage) => {
      requests.push(request);
      backend.upgrade(request, request.socket);
    });
    own(() => {
      server.close();
      for (const socket of connections) socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen({ host: '127.0.0.1', port: 0 }, resolve));
    backend.port = (server.address() as AddressInfo).port;
    return backend;
  });
}

/** Leads connections to addresses of the cluster (`10.0.0.1:80`) to ports of this machine; nothing else is there. */
export function fakeNetwork(ports: ReadonlyMap<string, number>) {
  return ({ host, port }: { readonly host: string; readonly port: number }): Socket =>
    connect({ host: '127.0.0.1', port: ports.get(`${host}:${port}`) ?? 1 });
}
