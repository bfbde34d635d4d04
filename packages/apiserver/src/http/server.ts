/** The listening edge: TLS, limits on what a client may send and how slowly, and one exchange a request. */
import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { starting, type Clock, type Log, type Running } from '@wherry/component';
import { anonymous } from '../auth/user.ts';
import type { Exchange, Handler } from '../handlers/exchange.ts';
import { failureOf } from '../handlers/failure.ts';
import { sendError } from '../handlers/send-error.ts';
import { limitArrival } from './limit-arrival.ts';
import { BODY_LIMIT } from './read-body.ts';
import { refuseMalformed } from './refuse-malformed.ts';
import { originForm, parseRequestInfo } from './request-info.ts';
import { isHandedThrough, mayUpgrade, upgradeResponse, type Upgrade } from './upgrade.ts';

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
  /** @default those below */
  readonly timeouts?: Partial<Timeouts>;
}

/** How slow a client may be, in milliseconds. */
export interface Timeouts {
  /** From the connection to the end of the TLS handshake. */
  readonly handshake: number;
  /** From the first byte of a request to the end of its headers. */
  readonly headers: number;
  /** From there to the end of its body, unless it is for a server behind this one. */
  readonly request: number;
  /** Between two requests. */
  readonly idle: number;
  /** Without taking anything of an answer that waits to be sent. Streams that have nothing to send may stay idle. */
  readonly stalled: number;
}

const TIMEOUTS: Timeouts = { handshake: 10_000, headers: 30_000, request: 60_000, idle: 90_000, stalled: 60_000 };

export interface Listening extends Running {
  readonly port: number;
  /** Shows new connections another certificate. Those that are open stay as they are. */
  use(serving: { readonly key: string; readonly certificate: string }): void;
}

/**
 * For the request line and all headers together. Go's server allows a megabyte; a label selector of that size would
 * keep this one busy for half a second, and no client comes near.
 */
const MAX_HEADER_BYTES = 256 * 1024;
/** How often Node looks for clients that are too slow, at most. */
const CHECK_MS = 5_000;
const DRAIN_MS = 5_000;

/** Starts to listen; `stop` lets requests under way finish for a while. */
export function listen(options: ServerOptions): Promise<Listening> {
  return starting(async (own) => {
    const { address, port, clock } = options;
    const server = createServer(serverOptions(options));
    const sockets = trackSockets(server, options);
    const begin = (request: IncomingMessage, response: ServerResponse) => void answer({ request, response }, options);
    server.on('request', begin);
    server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
      // Who is going to be refused need not send the body; whether he does is then not known.
      const isTooLarge = Number(request.headers['content-length'] ?? 0) > BODY_LIMIT && !isHandedThrough(request);
      if (isTooLarge) response.setHeader('Connection', 'close');
      else response.writeContinue();
      begin(request, response);
    });
    server.on('upgrade', (request: IncomingMessage, _socket, head: Buffer) => {
      const response = upgradeResponse(request);
      if (response === undefined) return;
      void answer({ request, response, upgrade: { head } }, options);
    });
    server.on('clientError', refuseMalformed);
    own(() => drain(server, { sockets, clock }));
    await bind(server, { address, port });
    // Bound to a TCP port, the address is never a pipe's name.
    const bound = (server.address() as AddressInfo).port;
    const use: Listening['use'] = (serving) => server.setSecureContext(secureContext({ ...options, ...serving }));
    return { port: bound, use };
  });
}

function secureContext({
  key,
  certificate,
  clientAuthorities,
}: Pick<ServerOptions, 'key' | 'certificate' | 'clientAuthorities'>) {
  return { key, cert: certificate, ca: [...clientAuthorities], minVersion: 'TLSv1.2' as const };
}

function serverOptions(options: ServerOptions) {
  const timeouts = { ...TIMEOUTS, ...options.timeouts };
  return {
    ...secureContext(options),
    requestCert: true,
    // Who is not vouched for is refused by authentication, in words.
    rejectUnauthorized: false,
    ALPNProtocols: ['http/1.1'],
    handshakeTimeout: timeouts.handshake,
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout: timeouts.headers,
    // Node knows one limit for all; ours are set one by one.
    requestTimeout: 0,
    connectionsCheckingInterval: Math.min(CHECK_MS, timeouts.headers),
    keepAliveTimeout: timeouts.idle,
    noDelay: true,
    shouldUpgradeCallback: mayUpgrade,
  };
}

interface Pair {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly upgrade?: Upgrade;
}

async function answer({ request, response, upgrade }: Pair, options: ServerOptions): Promise<void> {
  const { handle, clock, log, timeouts } = options;
  // A client that goes away is noticed where it matters; here it only must not end the process.
  request.on('error', ignore);
  response.on('error', ignore);
  const exchange = (info: Exchange['info']): Exchange => ({
    request,
    response,
    info,
    user: anonymous,
    warnings: new Set(),
    ...(upgrade === undefined ? {} : { upgrade }),
  });
  try {
    request.url = originForm(request.url ?? '/');
    const asked = exchange(parseRequestInfo(request.method ?? 'GET', request.url));
    limitArrival(asked, { clock, within: timeouts?.request ?? TIMEOUTS.request });
    await handle(asked);
  } catch (error) {
    // Only what went wrong outside the chain comes here: a URL that cannot be read.
    const failure = failureOf(error);
    if (failure.code >= 500) log.error('request failed outside the chain', error);
    try {
      sendError(exchange({ kind: 'path', verb: 'get', path: '/', query: new URLSearchParams() }), failure);
    } catch (unsent) {
      log.error('could not send an answer', unsent);
      response.destroy();
    }
  }
}

const ignore = (): void => undefined;

/** Open connections, each with its answers under way; the last may be over. Closes those that take nothing of what waits for them. */
function trackSockets(server: Server, { timeouts }: ServerOptions): ReadonlyMap<Socket, ReadonlySet<ServerResponse>> {
  const sockets = new Map<Socket, Set<ServerResponse>>();
  server.on('secureConnection', (socket) => {
    sockets.set(socket, new Set());
    socket.once('close', () => sockets.delete(socket));
  });
  // A handshake that fails is the client's business; without a listener it would end the process.
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  const count = (request: IncomingMessage, response: ServerResponse): void => {
    const answers = sockets.get(request.socket);
    if (answers === undefined) return;
    // Looked at only now, instead of listening to the end of each.
    for (const earlier of answers) if (earlier.closed) answers.delete(earlier);
    answers.add(response);
  };
  server.on('request', count).on('checkContinue', count);
  server.setTimeout(timeouts?.stalled ?? TIMEOUTS.stalled, (socket) => {
    const isBusy = underWay(sockets.get(socket)).length > 0;
    if (!isBusy || socket.writableLength > 0) socket.destroy();
  });
  return sockets;
}

function underWay(answers: ReadonlySet<ServerResponse> | undefined): ServerResponse[] {
  return [...(answers ?? [])].filter((response) => !response.closed);
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

interface Draining {
  readonly sockets: ReadonlyMap<Socket, ReadonlySet<ServerResponse>>;
  readonly clock: Clock;
}

/** Takes no new connections, lets answers under way finish, then cuts what is left. */
function drain(server: Server, { sockets, clock }: Draining): Promise<void> {
  return new Promise((resolve) => {
    const cut = clock.after(DRAIN_MS, () => {
      for (const socket of sockets.keys()) socket.destroy();
    });
    server.close(() => {
      cut.cancel();
      resolve();
    });
    for (const [socket, answers] of sockets) {
      const left = underWay(answers);
      if (left.length === 0) socket.destroy();
      // A connection whose last answer is out is of no use any more.
      for (const response of left) response.once('close', () => socket.destroySoon());
    }
  });
}
