/**
 * What runs inside the network of a pod: connects to ports of its loopback and hands the connections to the process that
 * has started it. The function is handed to a bare Node as text, so it uses nothing from outside of itself.
 */
import type { Socket } from 'node:net';

/** What it is asked for. */
export interface DialRequest {
  readonly id: number;
  readonly port: number;
}

/** What it answers; a connection comes with it where there is no error. */
export interface DialAnswer {
  readonly id: number;
  /** By address family, in the words of Go. */
  readonly error?: string;
}

export function dialInPlace(): void {
  const { connect } = process.getBuiltinModule('node:net');
  const dial = (host: string, port: number, name: string) =>
    new Promise<Socket>((resolve, reject) => {
      const socket = connect({ host, port, allowHalfOpen: true });
      // Nothing may be read here: it is for whoever gets the connection.
      socket.pause();
      socket.once('connect', () => resolve(socket));
      socket.once('error', ({ message, code }: NodeJS.ErrnoException) => {
        const why = code === 'ECONNREFUSED' ? 'connection refused' : message;
        reject(new Error(`dial ${name}:${port}: connect: ${why}`));
      });
    });
  const answer = (message: DialAnswer, socket?: Socket) => {
    process.send?.(message, socket, { keepOpen: false }, () => undefined);
  };
  process.on('message', ({ id, port }: DialRequest) => {
    dial('127.0.0.1', port, 'tcp4 127.0.0.1')
      .catch((first: Error) =>
        dial('::1', port, 'tcp6 [::1]').catch((second: Error) => {
          throw new Error(`IPv4: ${first.message} IPv6: ${second.message}`);
        }),
      )
      .then(
        (socket) => answer({ id }, socket),
        (error: Error) => answer({ id, error: error.message }),
      );
  });
  process.on('disconnect', () => process.exit());
}
