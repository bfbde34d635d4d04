/** A TLS connection that a test writes to byte by byte: for what no HTTP client would send. */
import { connect, type TLSSocket } from 'node:tls';
import type { TestApi } from './start-test-api.ts';

export interface RawConnection {
  readonly socket: TLSSocket;
  send(data: string | Buffer): void;
  /** Resolves with the end of what was received as soon as it matches. @throws when the connection ends before */
  until(pattern: RegExp): Promise<string>;
  /** Resolves with everything received when the server has closed the connection. */
  ended(): Promise<string>;
}

/** How much of what was received is looked at: enough for what just came. */
const TAIL = 100_000;

/** Whom to be: with the keys of a `TestApi` the administrator, without certificate and key nobody. */
export interface RawConnectionOptions extends Pick<TestApi, 'port'> {
  readonly pki: Partial<TestApi['pki']>;
}

export function rawConnection({ port, pki }: RawConnectionOptions): Promise<RawConnection> {
  const socket = connect({ port, host: '127.0.0.1', ...pki, servername: 'localhost', rejectUnauthorized: false });
  const received: string[] = [];
  let tail = '';
  let isOver = false;
  let arrived = (): void => undefined;
  socket.setEncoding('utf8').on('data', (text: string) => {
    received.push(text);
    tail = (tail + text).slice(-TAIL);
    arrived();
  });
  socket.on('close', () => {
    isOver = true;
    arrived();
  });
  const wait = () => new Promise<void>((resolve) => (arrived = resolve));
  const connection: RawConnection = {
    socket,
    send: (data) => void socket.write(data),
    async until(pattern) {
      while (!pattern.test(tail)) {
        if (isOver) throw new Error(`The connection ended without ${String(pattern)}; it brought: ${tail}`);
        await wait();
      }
      return tail;
    },
    async ended() {
      while (!isOver) await wait();
      return received.join('');
    },
  };
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('secureConnect', () => {
      socket.off('error', reject);
      // Whatever happens to it now, the test sees it by what comes back.
      socket.on('error', () => undefined);
      resolve(connection);
    });
  });
}
