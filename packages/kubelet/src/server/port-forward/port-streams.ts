/**
 * Port-forward over SPDY: for every connection the client opens two streams, one for data and one for what went wrong,
 * and says in their headers which belong together.
 */
import type { Clock } from '@wherry/component';
import type { ByteLink } from '../spdy/byte-link.ts';
import { startSpdyConnection, type SpdyStream } from '../spdy/spdy-connection.ts';
import { forwardPort, type Forwarding } from './forward-port.ts';

export const PORT_FORWARD_PROTOCOL = 'portforward.k8s.io';

export interface PortStreamsOptions extends Forwarding {
  readonly link: ByteLink;
  readonly idleTimeout: number;
  readonly clock: Clock;
}

interface Pair {
  data?: SpdyStream;
  error?: SpdyStream;
}

/** Two a connection. */
const MOST_STREAMS = 4096;
/** How long the second of two streams may take. */
const PAIR_MS = 30_000;

/** Serves until the client goes. */
export function servePortStreams({ link, idleTimeout, clock, ...forwarding }: PortStreamsOptions): void {
  const halves = new Map<string, Pair>();
  const late = (id: string, pair: Pair) => {
    if (halves.get(id) !== pair) return;
    halves.delete(id);
    void pair.data?.reset();
    void pair.error?.reset();
  };
  const accept = (stream: SpdyStream): boolean => {
    const type = stream.headers.get('streamtype');
    const port = portOf(stream);
    if (port === undefined || (type !== 'data' && type !== 'error')) return false;
    const id = requestOf(stream, type);
    const pair = halves.get(id) ?? {};
    if (pair[type] !== undefined) return false;
    pair[type] = stream;
    const { data, error } = pair;
    if (data !== undefined && error !== undefined) {
      halves.delete(id);
      // After the answer to this stream.
      queueMicrotask(() => void forward(forwarding, { port, data, error }));
    } else {
      halves.set(id, pair);
      const timer = clock.after(PAIR_MS, () => late(id, pair));
      stream.signal.addEventListener('abort', () => {
        timer.cancel();
        late(id, pair);
      });
    }
    return true;
  };
  startSpdyConnection({ link, accept, mostStreams: MOST_STREAMS, idleTimeout, clock });
}

async function forward(
  forwarding: Forwarding,
  { port, data, error }: { readonly port: number; readonly data: SpdyStream; readonly error: SpdyStream },
): Promise<void> {
  const problem = await forwardPort(forwarding, port, data);
  if (problem !== undefined) await error.write(Buffer.from(problem));
  await Promise.all([data.end(), error.end()]);
}

function portOf({ headers }: SpdyStream): number | undefined {
  const text = headers.get('port') ?? '';
  const port = Number(text);
  return /^\d+$/.test(text) && port >= 1 && port <= 65_535 ? port : undefined;
}

/** Old clients do not say which two belong together: they open the one for errors, then the one for data. */
function requestOf({ headers, id }: SpdyStream, type: 'data' | 'error'): string {
  return headers.get('requestid') ?? `stream ${type === 'error' ? id : id - 2}`;
}
