/** Port-forward over channels of a WebSocket: one connection for each port that the request names, from the start on. */
import type { Clock } from '@wherry/component';
import { HttpError } from '../http-error.ts';
import { PORT_PROTOCOLS } from '../websocket/channel-protocol.ts';
import { openChannelSocket, type Upgrade } from '../websocket/channel-socket.ts';
import { forwardPort, type Forwarding } from './forward-port.ts';

export interface PortChannelsOptions extends Forwarding {
  readonly ports: readonly number[];
  readonly idleTimeout: number;
  readonly clock: Clock;
}

/** Resolves when all connections are over. @throws HttpError */
export async function servePortChannels(upgrade: Upgrade, options: PortChannelsOptions): Promise<void> {
  const { ports, idleTimeout, clock, ...forwarding } = options;
  const reads = ports.map((_port, i) => 2 * i);
  const socket = await openChannelSocket(upgrade, { protocols: PORT_PROTOCOLS, reads, idleTimeout, clock });
  await Promise.all(
    ports.map(async (port, i) => {
      const [data, error] = [2 * i, 2 * i + 1];
      // Each channel begins with its port.
      const number = Buffer.of(port & 0xff, port >> 8);
      await socket.write(data, number);
      await socket.write(error, number);
      const stream = {
        incoming: socket.read(data),
        write: (bytes: Buffer) => socket.write(data, bytes),
        end: () => Promise.resolve(),
        signal: socket.signal,
      };
      const problem = await forwardPort(forwarding, port, stream);
      if (problem !== undefined) await socket.write(error, Buffer.from(problem));
    }),
  );
  socket.close();
}

/** @throws HttpError 400 */
export function readPorts(query: URLSearchParams): number[] {
  const values = query.getAll('port');
  if (values.length === 0) throw new HttpError(400, 'query parameter "port" is required');
  return values.flatMap((value) => {
    if (value === '') throw new HttpError(400, 'query parameter "port" cannot be empty');
    return value.split(',').map((text) => {
      const port = Number(text);
      if (!/^\d+$/.test(text) || port > 65_535)
        throw new HttpError(400, `unable to parse ${JSON.stringify(value)} as a port`);
      if (port < 1) throw new HttpError(400, `port ${JSON.stringify(text)} must be > 0`);
      return port;
    });
  });
}
