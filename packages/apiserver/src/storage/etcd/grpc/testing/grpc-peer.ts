/** A server on a free port of the loopback that does with each stream what the test says. */
import { once } from 'node:events';
import { createServer, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import { createServer as createProxy, connect, type Socket } from 'node:net';

export interface GrpcPeer {
  /** `http://127.0.0.1:port` */
  readonly url: string;
  /** From now on nothing comes from it, and nothing gets there. */
  freeze(): void;
  stop(): void;
}

export async function startGrpcPeer(
  take: (stream: ServerHttp2Stream, headers: Readonly<Record<string, unknown>>) => void,
): Promise<GrpcPeer> {
  const server = createServer();
  const sessions = new Set<ServerHttp2Session>();
  server.on('session', (session) => sessions.add(session));
  server.on('stream', (stream: ServerHttp2Stream, headers) => {
    stream.on('error', () => undefined);
    take(stream, headers);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // In front of it, so that it can fall silent without anyone's noticing.
  const sockets = new Set<Socket>();
  const proxy = createProxy((near) => {
    const far = connect(portOf(server), '127.0.0.1');
    for (const socket of [near, far]) socket.on('error', () => undefined);
    near.pipe(far).pipe(near);
    sockets.add(near).add(far);
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return {
    url: `http://127.0.0.1:${portOf(proxy)}`,
    freeze() {
      for (const socket of sockets) socket.unpipe().pause();
    },
    stop() {
      for (const session of sessions) session.destroy();
      for (const socket of sockets) socket.destroy();
      server.close();
      proxy.close();
    },
  };
}

function portOf(server: { address(): unknown }): number {
  const address = server.address();
  if (typeof address !== 'object' || address === null || !('port' in address)) throw new Error('Not listening');
  return Number(address.port);
}
