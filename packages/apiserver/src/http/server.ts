/** The listening edge: TLS, limits on what a client may send and how slowly, and one exchange a request. */
import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { badRequest } from '@wherry/api';
import { starting, type Clock, type Log, type Running } from '@wherry/component';
import { anonymous } from '../auth/user.ts';
import type { Exchange, Handler } from '../handlers/exchange.ts';
import { failureOf } from '../handlers/failure.ts';
import { sendError } from '../handlers/send-error.ts';
import { parseRequestInfo } from './request-info.ts';

export interface ServerOptions {
  /** PEM. */
  readonly key: string;
  readonly certificate: string;
  /** The authorities whose client certificates are asked for (PEM). */
  readonly clientAuthorities: readonly string[];
  readonly address: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly handle: Handler;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Listening extends Running {
  readonly port: number;
  /** Shows another certificate to those who connect from now on. */
  use(serving: { readonly key: string; readonly certificate: string }): void;
}

/** What Go's HTTP server allows. */
const MAX_HEADER_BYTES = 1 << 20;
/** No path of the API comes near; selectors and names have their own bounds. */
const MAX_TARGET_LENGTH = 64 * 1024;
/** A client must have sent its headers by then, and its whole request by the second. */
const HEADERS_TIMEOUT_MS = 30_000;
const REQUEST_TIMEOUT_MS = 60_000;
const IDLE_TIMEOUT_MS = 90_000;
const DRAIN_MS = 5_000;

/** Starts to listen; `stop` lets requests under way finish for a while. */
export function listen(options: ServerOptions): Promise<Listening> {
  return starting(async (own) => {
    const { key, certificate, clientAuthorities, address, port, handle, clock, log } = options;
    const server = createServer({
      key,
      cert: certificate,
      ca: [...clientAuthorities],
      requestCert: true,
      // Who is not vouched for is refused by authentication, in words.
      rejectUnauthorized: false,
      minVersion: 'TLSv1.2',
      ALPNProtocols: ['http/1.1'],
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      keepAliveTimeout: IDLE_TIMEOUT_MS,
      noDelay: true,
    });
    const sockets = trackSockets(server);
    server.on('request', (request, response) => void answer({ request, response }, handle, log));
    server.on('clientError', refuseMalformed);
    own(() => drain(server, { sockets, clock }));
    await bind(server, { address, port });
    // Bound to a TCP port, the address is never a pipe's name.
    const { port: boundPort } = server.address() as AddressInfo;
    const use: Listening['use'] = (serving) =>
      server.setSecureContext({ key: serving.key, cert: serving.certificate, ca: [...clientAuthorities] });
    return { port: boundPort, use };
  });
}

interface Pair {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

async function answer({ request, response }: Pair, handle: Handler, log: Log): Promise<void> {
  const exchange = (info: Exchange['info']): Exchange => ({
    request,
    response,
    info,
    user: anonymous,
    warnings: new Set(),
  });
  const target = request.url ?? '/';
  try {
    if (target.length > MAX_TARGET_LENGTH) throw badRequest('the request target is too long');
    await handle(exchange(parseRequestInfo(request.method ?? 'GET', target)));
  } catch (error) {
    // Only what went wrong outside the chain comes here: a URL that cannot be read.
    const failure = failureOf(error);
    if (failure.code >= 500) log.error('request failed outside the chain', error);
    sendError(exchange({ kind: 'path', verb: 'get', path: '/', query: new URLSearchParams() }), failure);
  }
}

/** What is not HTTP gets a bare answer, if any: there is no request to speak of. */
function refuseMalformed(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const status = error.code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request';
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function trackSockets(server: Server): Set<Socket> {
  const sockets = new Set<Socket>();
  server.on('secureConnection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  // A handshake that fails is the client's business; without a listener it would end the process.
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  return sockets;
}

function bind(server: Server, { address, port }: { address: string; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: address, port }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** Takes no new connections, lets answers under way finish, then cuts what is left. */
function drain(server: Server, { sockets, clock }: { sockets: ReadonlySet<Socket>; clock: Clock }): Promise<void> {
  return new Promise((resolve) => {
    const cut = clock.after(DRAIN_MS, () => sockets.forEach((socket) => socket.destroy()));
    server.close(() => {
      cut.cancel();
      resolve();
    });
    server.closeIdleConnections();
  });
}
