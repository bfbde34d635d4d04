/**
 * The two ports: plain HTTP and HTTPS. Both lead to one HTTP server with one set of bounds, since a connection is the same
 * once it is decrypted. The bounds are on what one client can hold: heads, time to send them, idle connections.
 */
import { createServer as createHttpServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo, Server as NetServer, Socket } from 'node:net';
import { createServer as createTlsServer, type SecureContext } from 'node:tls';
import { starting, type Clock, type Running } from '@wherry/component';
import { ForwardedResponse } from '../forward/forwarded-response.ts';
import type { Gateway } from '../gateway.ts';
import type { Certificates } from './certificates.ts';
import { watchClients, type ClientConnections } from './client-connections.ts';

export interface WebListenersOptions {
  readonly address: string;
  /** 0 for any free one. */
  readonly httpPort: number;
  readonly httpsPort: number;
  readonly gateway: Pick<Gateway, 'handle' | 'upgrade'>;
  readonly certificates: Pick<Certificates, 'contextFor'>;
  /** For clients that ask for no host, or for one without a certificate. */
  readonly defaultCertificate: { readonly certificate: string; readonly key: string };
  readonly clock: Clock;
  /** A head has to be complete within this, in milliseconds. @default 15_000 */
  readonly headTimeout?: number;
}

export interface WebListeners extends Running {
  readonly httpPort: number;
  readonly httpsPort: number;
  /** How many connections of clients are open. */
  openConnections(): number;
}

const MOST_HEADER_BYTES = 16_384;
const HEAD_TIMEOUT_MS = 15_000;
const HANDSHAKE_TIMEOUT_MS = 10_000;
const MOST_CONNECTIONS = 20_000;
/** When stopping, requests under way have so long to end. */
const DRAIN_MS = 10_000;
const IDLE_CHECK_MS = 25;

/** Listens; resolves when both ports are open. @throws Error when one cannot be had */
export function startWebListeners(options: WebListenersOptions): Promise<WebListeners> {
  const { address, httpPort, httpsPort, gateway, certificates, defaultCertificate, clock } = options;
  const { headTimeout = HEAD_TIMEOUT_MS } = options;
  return starting(async (own) => {
    const clients = own(watchClients(clock));
    const server = webServer({ gateway, clients, headTimeout });
    const tls = createTlsServer(
      {
        cert: defaultCertificate.certificate,
        key: defaultCertificate.key,
        ALPNProtocols: ['http/1.1'],
        minVersion: 'TLSv1.2',
        handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
        SNICallback: (name, done) => done(null, contextOrNone(certificates, name)),
      },
      (socket) => {
        socket.on('error', () => socket.destroy());
        clients.add(socket);
        server.emit('connection', socket);
      },
    );
    server.maxConnections = MOST_CONNECTIONS;
    tls.maxConnections = MOST_CONNECTIONS;
    server.on('connection', (socket: Socket) => {
      // What comes decrypted from the other port is known already.
      if (!('encrypted' in socket)) clients.add(socket);
    });
    tls.on('tlsClientError', (_error, socket) => socket.destroy());
    own(() => drain({ server, tls, clients, clock }));
    const ports = [await listen(server, { address, port: httpPort }), await listen(tls, { address, port: httpsPort })];
    const [plain = 0, secure = 0] = ports;
    return { httpPort: plain, httpsPort: secure, openConnections: () => clients.size };
  });
}

interface WebServerOptions extends Pick<WebListenersOptions, 'gateway'> {
  readonly clients: ClientConnections;
  readonly headTimeout: number;
}

function webServer({
  gateway,
  clients,
  headTimeout,
}: WebServerOptions): Server<typeof IncomingMessage, typeof ForwardedResponse> {
  const server = createHttpServer(
    {
      ServerResponse: ForwardedResponse,
      maxHeaderSize: MOST_HEADER_BYTES,
      headersTimeout: headTimeout,
      connectionsCheckingInterval: headTimeout / 5,
      // A body may take as long as it likes while it moves.
      requestTimeout: 0,
      // Idle connections are looked after elsewhere.
      keepAliveTimeout: 0,
      // Upgrading to HTTP/2 would take the connection out of sight: such a request is answered as it stands.
      shouldUpgradeCallback: ({ headers }) => !/(?:^|,)\s*h2c?\s*(?:,|$)/i.test(headers.upgrade ?? ''),
    },
    (request, response) => {
      const client = clients.find(request.socket);
      if (client !== undefined) client.busy += 1;
      response.client = client;
      gateway.handle(request, response);
    },
  );
  server.on('upgrade', (request, socket: Socket, first: Buffer) => {
    clients.exempt(socket);
    gateway.upgrade(request, socket, first);
  });
  return server;
}

function contextOrNone({ contextFor }: Pick<Certificates, 'contextFor'>, name: string): SecureContext | undefined {
  try {
    return contextFor(name);
  } catch {
    return undefined;
  }
}

function listen(
  server: NetServer,
  { address, port }: { readonly address: string; readonly port: number },
): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: address, port, backlog: 1024 }, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

interface Draining {
  readonly server: Server<typeof IncomingMessage, typeof ForwardedResponse>;
  readonly tls: NetServer;
  readonly clients: ClientConnections;
  readonly clock: Clock;
}

/** Takes no new connections, lets requests under way end, and after a while ends what is left. */
async function drain({ server, tls, clients, clock }: Draining): Promise<void> {
  const closed = [server, tls].map((one) => new Promise<void>((resolve) => one.close(() => resolve())));
  // Every answer from now on is the last of its connection.
  server.prependListener('request', (_request, response) => (response.shouldKeepAlive = false));
  server.closeIdleConnections();
  const idle = clock.every(IDLE_CHECK_MS, () => server.closeIdleConnections());
  const deadline = clock.after(DRAIN_MS, () => clients.endAll());
  await Promise.all(closed);
  deadline.cancel();
  idle.cancel();
}
