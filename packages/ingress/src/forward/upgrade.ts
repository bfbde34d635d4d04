/**
 * Upgrades: WebSockets, and whatever else an endpoint agrees to with 101. Only then are the two connections one; any other
 * answer is told to the client and both connections end, so that nothing that follows can be taken for a request.
 *
 * http-proxy has this too, but hands on the chunked framing of an answer whose chunks it has taken apart, and keeps the
 * connection to the endpoint when the client goes away before the answer.
 */
import { request as startRequest, STATUS_CODES, type ClientRequest, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { chooseEndpoint, type LiveRoute } from './balance.ts';
import { ANSWER_TIMEOUT_MS, CONNECT_TIMEOUT_MS, TIMED_OUT, type EndpointPool } from './endpoint-pool.ts';
import type { Asked } from './request-check.ts';
import { requestFields } from './request-headers.ts';
import { forwardableHeaders } from './response-head.ts';

export interface UpgradeOptions {
  readonly request: IncomingMessage;
  /** The client's connection. */
  readonly socket: Duplex;
  /** What the client has sent already of the new protocol. */
  readonly first: Buffer;
  readonly asked: Asked;
  readonly route: LiveRoute;
  readonly newId: () => string;
  /** Called once, when all is over. */
  readonly finished: (outcome: UpgradeOutcome) => void;
}

export interface UpgradeOutcome {
  readonly status: number;
  readonly address: string;
}

const MOST_ATTEMPTS = 4;

/** A client that sends more than this before it knows the answer is let go. */
const MOST_EARLY_BYTES = 65_536;

/** Carries an upgrade out. */
export function forwardUpgrade({ first, ...options }: UpgradeOptions): void {
  attemptUpgrade({ ...options, early: earlyBytes(options.socket, first) }, []);
}

interface Attempted extends Omit<UpgradeOptions, 'first'> {
  readonly early: EarlyBytes;
}

interface EarlyBytes {
  /** What has come, and no more of it here. */
  take(): Buffer;
}

/** Keeps reading while the answer is awaited: or else nobody would notice that the client is gone. */
function earlyBytes(socket: Duplex, first: Buffer): EarlyBytes {
  const pieces = [first];
  let length = first.length;
  const ended = (): void => void socket.destroy();
  const collect = (): void => {
    for (let piece = socket.read() as Buffer | null; piece !== null; piece = socket.read() as Buffer | null) {
      pieces.push(piece);
      length += piece.length;
    }
    if (length > MOST_EARLY_BYTES) socket.destroy();
  };
  socket.on('readable', collect).on('end', ended);
  return {
    take() {
      socket.off('readable', collect).off('end', ended);
      return Buffer.concat(pieces);
    },
  };
}

function attemptUpgrade(options: Attempted, tried: EndpointPool[]): void {
  const { request, socket, asked, route, newId, finished } = options;
  const pool = chooseEndpoint(route.balanced, tried);
  if (pool === undefined) {
    const reason = route.destination.upstream.problem ?? 'there is no endpoint';
    refuseUpgrade(socket, 503, reason);
    finished({ status: 503, address: '-' });
    return;
  }
  tried.push(pool);
  pool.active += 1;
  let status = 0;
  let isOver = false;
  const over = (): void => {
    if (isOver) return;
    isOver = true;
    pool.active -= 1;
    socket.off('close', clientGone);
    finished({ status: status === 0 ? 499 : status, address: pool.address });
  };
  const client = startRequest({
    agent: pool.agent,
    method: request.method,
    path: asked.target,
    headers: {
      ...requestFields(request, { asked, newId }),
      connection: 'Upgrade',
      upgrade: request.headers.upgrade,
    },
    timeout: ANSWER_TIMEOUT_MS,
  });
  const clientGone = (): void => {
    client.destroy();
    over();
  };
  socket.on('close', clientGone);
  socket.on('error', () => socket.destroy());
  limitConnecting(client);
  client.on('timeout', () => client.destroy(new Error(TIMED_OUT)));
  client.on('upgrade', (answer, endpoint: Duplex, first: Buffer) => {
    status = 101;
    splice({ ...options, answer, endpoint, answered: first, over });
  });
  client.on('response', (answer) => {
    status = answer.statusCode ?? 502;
    relayRefusal(answer, socket);
  });
  client.on('error', (error: NodeJS.ErrnoException) => {
    if (isOver || status !== 0) return;
    const isUnsent = client.socket?.connecting !== false || error.code === 'ECONNREFUSED';
    if (isUnsent && tried.length < MOST_ATTEMPTS && !socket.destroyed) {
      isOver = true;
      pool.active -= 1;
      pool.couldNotConnect();
      socket.off('close', clientGone);
      attemptUpgrade(options, tried);
      return;
    }
    const hasTimedOut = error.message === TIMED_OUT;
    status = hasTimedOut ? 504 : 502;
    refuseUpgrade(socket, status, `endpoint ${pool.address} gave no answer: ${error.code ?? error.message}`);
    over();
  });
  client.end();
}

function limitConnecting(client: ClientRequest): void {
  client.once('socket', (socket) => {
    if (!socket.connecting) return;
    socket.setTimeout(CONNECT_TIMEOUT_MS, () => {
      if (socket.connecting) socket.destroy(new Error(TIMED_OUT));
    });
    socket.once('connect', () => socket.setTimeout(ANSWER_TIMEOUT_MS));
  });
}

interface Splice extends Pick<Attempted, 'socket' | 'early'> {
  readonly answer: IncomingMessage;
  readonly endpoint: Duplex;
  /** What the endpoint has sent already of the new protocol. */
  readonly answered: Buffer;
  readonly over: () => void;
}

function splice({ socket, early, answer, endpoint, answered, over }: Splice): void {
  if ('setTimeout' in endpoint && typeof endpoint.setTimeout === 'function') endpoint.setTimeout(0);
  const head = answerHead(101, answer.statusMessage, [
    ...forwardableHeaders(answer.rawHeaders, answer.headers.connection),
    'Connection',
    'Upgrade',
    'Upgrade',
    answer.headers.upgrade ?? '',
  ]);
  socket.write(head, 'latin1');
  if (answered.length > 0) socket.write(answered);
  const first = early.take();
  if (first.length > 0) endpoint.write(first);
  endpoint.on('error', () => endpoint.destroy());
  socket.on('close', () => endpoint.destroy());
  endpoint.on('close', () => {
    socket.destroy();
    over();
  });
  endpoint.pipe(socket);
  socket.pipe(endpoint);
}

/** The answer of an endpoint that does not want to. */
function relayRefusal(answer: IncomingMessage, socket: Duplex): void {
  const headers = [...forwardableHeaders(answer.rawHeaders, answer.headers.connection), 'Connection', 'close'];
  socket.write(answerHead(answer.statusCode ?? 502, answer.statusMessage, headers), 'latin1');
  answer.on('close', () => {
    if (!answer.complete) socket.destroy();
  });
  answer.pipe(socket);
  socket.on('finish', () => socket.destroy());
}

/** Tells a client that its upgrade cannot be had. */
export function refuseUpgrade(socket: Duplex, status: number, reason: string): void {
  if (socket.destroyed) return;
  const body = `${status} ${STATUS_CODES[status] ?? ''}: ${reason}\n`;
  const head = answerHead(status, STATUS_CODES[status], [
    'Content-Type',
    'text/plain; charset=utf-8',
    'X-Content-Type-Options',
    'nosniff',
    'Content-Length',
    String(Buffer.byteLength(body)),
    'Connection',
    'close',
  ]);
  socket.on('finish', () => socket.destroy());
  socket.end(head + body);
}

function answerHead(status: number, reason: string | undefined, headers: readonly string[]): string {
  let text = `HTTP/1.1 ${status} ${reason ?? ''}\r\n`;
  for (let index = 0; index < headers.length; index += 2)
    text += `${headers[index] ?? ''}: ${headers[index + 1] ?? ''}\r\n`;
  return `${text}\r\n`;
}
