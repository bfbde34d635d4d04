/** A client that writes what no HTTP client would. */
import { connect, type Socket } from 'node:net';

export interface RawClient {
  readonly socket: Socket;
  send(text: string | Buffer): void;
  /** Resolves with everything received so far when that matches. @throws when the connection ends before */
  until(pattern: RegExp): Promise<string>;
  /** Resolves with everything received when the server has closed the connection. */
  ended(): Promise<string>;
}

export function rawClient(port: number): RawClient {
  const socket = connect({ port, host: '127.0.0.1' });
  let received = '';
  let isOver = false;
  let arrived = (): void => undefined;
  socket.setEncoding('latin1').on('data', (text: string) => {
    received += text;
    arrived();
  });
  socket.on('error', () => undefined);
  socket.on('close', () => {
    isOver = true;
    arrived();
  });
  const wait = (): Promise<void> => new Promise((resolve) => (arrived = resolve));
  return {
    socket,
    send: (text) => void socket.write(text, 'latin1'),
    async until(pattern) {
      while (!pattern.test(received)) {
        if (isOver) throw new Error(`The connection ended without ${String(pattern)}; it brought: ${received}`);
        await wait();
      }
      return received;
    },
    async ended() {
      while (!isOver) await wait();
      return received;
    },
  };
}

/** Sends one request on a connection of its own, and returns what comes back until that ends. */
export async function exchange(port: number, text: string): Promise<string> {
  const client = rawClient(port);
  client.send(text);
  return client.ended();
}
