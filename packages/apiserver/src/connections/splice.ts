/**
 * Joins two connections: what comes from one goes to the other, byte for byte, as fast as the slower side takes it. When
 * either ends, so does the other, once it has taken what was on its way.
 */
import type { Socket } from 'node:net';

export interface SpliceOptions {
  /** What has been read already, to be sent first. */
  readonly fromClient: Buffer;
  readonly fromServer: Buffer;
  /** Cuts both. */
  readonly signal: AbortSignal;
}

/** How long an end may take nothing of what is left for it, when the other end is gone. Milliseconds. */
const LINGER_MS = 10_000;
const KEEP_ALIVE_MS = 30_000;

/** Resolves when both connections are closed. */
export function splice(
  client: Socket,
  server: Socket,
  { fromClient, fromServer, signal }: SpliceOptions,
): Promise<void> {
  return new Promise((resolve) => {
    const cut = (): void => {
      client.destroy();
      server.destroy();
    };
    const closed = (socket: Socket, other: Socket): void => {
      socket.on('error', ignore);
      // A stream may be silent for days.
      socket.setTimeout(0).setNoDelay(true).setKeepAlive(true, KEEP_ALIVE_MS);
      socket.once('close', () => {
        if (other.closed) {
          signal.removeEventListener('abort', cut);
          resolve();
          return;
        }
        other.setTimeout(LINGER_MS, () => other.destroy());
        other.destroySoon();
      });
    };
    closed(client, server);
    closed(server, client);
    signal.addEventListener('abort', cut);
    if (fromServer.length > 0) client.write(fromServer);
    if (fromClient.length > 0) server.write(fromClient);
    client.pipe(server);
    server.pipe(client);
    if (signal.aborted || client.destroyed || server.destroyed) cut();
  });
}

const ignore = (): void => undefined;
