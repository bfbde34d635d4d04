/** The kubelet's server: logs, conversations with containers, and what there is to know of the node, over HTTPS. */
import { ServerResponse, type IncomingMessage } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { Duplex } from 'node:stream';
import type { Socket } from 'node:net';
import { starting, type Counter, type Family, type Metrics, type Running } from '@wherry/component';
import type { NodeStats, StatsPage } from '../stats/node-stats.ts';
import { createAccess, type Access, type AccessOptions } from './access/access.ts';
import { answerError, answerText } from './answers.ts';
import { findContainer } from './commands/find-container.ts';
import { HttpError } from './http-error.ts';
import { serveLog } from './logs/serve-log.ts';
import { listRunning, listPods } from './pod-lists.ts';
import { routeOf, type KubeletRoute } from './routes.ts';
import type { ServerContext } from './server-context.ts';
import { serveStream } from './serve-stream.ts';

export interface KeyPair {
  /** PEM. */
  readonly cert: string;
  readonly key: string;
}

export interface KubeletServerOptions extends ServerContext {
  /** @default 0.0.0.0 */
  readonly address?: string;
  /** 0: any that is free. */
  readonly port: number;
  readonly certificate: KeyPair;
  /** The authority (PEM) whose certificates tell who a client is. @default clients are known by tokens only */
  readonly clientAuthority?: string;
  readonly client: AccessOptions['client'];
  readonly nodeName: string;
  readonly metrics: Metrics;
  readonly stats: NodeStats;
}

export interface KubeletServer extends Running {
  readonly port: number;
  /** Shows this certificate from the next connection on. */
  useCertificate(certificate: KeyPair): void;
}

/** Longer than clients keep connections that they do not use: else they may ask on one that is being closed. */
const KEEP_ALIVE_MS = 120_000;

/** The words of a command come in the URL, and may be many. No less than the API server takes, which hands them on. */
const MAX_HEADER_BYTES = 256 * 1024;

/** Resolves when it listens. */
export function startKubeletServer(options: KubeletServerOptions): Promise<KubeletServer> {
  const { address = '0.0.0.0', certificate, clientAuthority } = options;
  return starting(async (own) => {
    const access = createAccess(options);
    const tls = {
      minVersion: 'TLSv1.2',
      // Whoever has no certificate may have a token.
      requestCert: clientAuthority !== undefined,
      rejectUnauthorized: false,
      ...(clientAuthority === undefined ? {} : { ca: clientAuthority }),
    } as const;
    const server = createServer({
      ...tls,
      ...certificate,
      requestTimeout: 0,
      maxHeaderSize: MAX_HEADER_BYTES,
      keepAliveTimeout: KEEP_ALIVE_MS,
      // Elsewhere it is a wish that need not be heard: some clients ask for HTTP/2 that way.
      shouldUpgradeCallback: ({ url = '' }) => /^\/(?:exec|attach|portForward)\//.test(url),
    });
    const handler = new Handler(options, access);
    server.on('request', (request, response) => void handler.answer(request, response));
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      void handler.upgrade({ request, socket, head });
    });
    const sockets = trackConnections(server);
    await listen(server, options.port, address);
    own(() => close(server, sockets));
    const bound = server.address();
    return {
      port: typeof bound === 'object' && bound !== null ? bound.port : options.port,
      useCertificate: (pair: KeyPair) => server.setSecureContext({ ...tls, ...pair }),
    };
  });
}

class Handler {
  readonly #options: KubeletServerOptions;
  readonly #access: Access;
  readonly #requests: Family<'method' | 'path', Counter>;

  constructor(options: KubeletServerOptions, access: Access) {
    this.#options = options;
    this.#access = access;
    this.#requests = options.metrics.counter({
      name: 'kubelet_http_requests_total',
      help: 'Requests to the server that were let in, by method and kind.',
      labels: ['method', 'path'],
    });
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const { route, query } = await this.#admit(request);
      await this.#serve(route, query, response);
    } catch (error) {
      this.#fail(error, request, response);
    }
  }

  async upgrade(upgrade: {
    readonly request: IncomingMessage;
    readonly socket: Duplex;
    readonly head: Buffer;
  }): Promise<void> {
    const { request, socket } = upgrade;
    socket.on('error', () => undefined);
    try {
      const { route, query } = await this.#admit(request);
      if (route.type !== 'exec' && route.type !== 'attach' && route.type !== 'portForward')
        throw new HttpError(404, '404: Page Not Found');
      await serveStream(this.#options, route, { ...upgrade, query });
    } catch (error) {
      if (socket.destroyed) return;
      const response = new ServerResponse(request);
      response.shouldKeepAlive = false;
      response.assignSocket(socket as Socket);
      response.on('finish', () => socket.end());
      this.#fail(error, request, response);
    }
  }

  async #admit(request: IncomingMessage): Promise<{ readonly route: KubeletRoute; readonly query: URLSearchParams }> {
    const url = new URL(request.url ?? '/', 'https://kubelet');
    await this.#access.check(request, url.pathname);
    const route = routeOf(request.method ?? '', url.pathname);
    if (route === undefined) throw new HttpError(404, '404: Page Not Found');
    if (route === 'method') throw new HttpError(405, '405: Method Not Allowed');
    this.#requests.with({ method: request.method ?? '', path: route.type }).add();
    return { route, query: url.searchParams };
  }

  async #serve(route: KubeletRoute, query: URLSearchParams, response: ServerResponse): Promise<void> {
    const { metrics, pods, runtime, stats } = this.#options;
    switch (route.type) {
      case 'healthz':
        return answerText(response, 200, 'ok');
      case 'metrics':
        return answerText(response, 200, metrics.print(), 'text/plain; version=0.0.4; charset=utf-8');
      case 'pods':
        return answerText(response, 200, JSON.stringify(listPods(pods)), 'application/json');
      case 'runningPods':
        return answerText(response, 200, JSON.stringify(listRunning(await runtime.pods())), 'application/json');
      case 'summary':
        return answerPage(response, await stats.summary(summaryOptions(query)));
      case 'cadvisor':
        return answerPage(response, await stats.cadvisor());
      case 'resource':
        return answerPage(response, await stats.resource());
      case 'logs':
        return serveLog(this.#options, route, { query, response });
      case 'run': {
        const { id } = await findContainer(this.#options, route);
        const { output } = await runtime.exec(id, (query.get('cmd') ?? '').split(' '));
        return answerText(response, 200, output);
      }
      case 'exec':
      case 'attach':
      case 'portForward':
        throw new HttpError(400, 'unable to upgrade: missing upgrade headers in request');
    }
  }

  #fail(error: unknown, request: IncomingMessage, response: ServerResponse): void {
    if (!(error instanceof HttpError)) {
      const path = new URL(request.url ?? '/', 'https://kubelet').pathname;
      this.#options.log.error('request not answered', error, { method: request.method, path });
    }
    answerError(response, error);
  }
}

const answerPage = (response: ServerResponse, { text, type }: StatsPage): void => answerText(response, 200, text, type);

/** As Go reads a truth value. */
const summaryOptions = (query: URLSearchParams) => ({
  onlyCpuAndMemory: /^(1|t|true)$/i.test(query.get('only_cpu_and_memory') ?? ''),
});

function trackConnections(server: Server): Set<Socket> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.setKeepAlive(true, 30_000);
    socket.on('close', () => sockets.delete(socket));
  });
  return sockets;
}

function listen(server: Server, port: number, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, resolve);
  });
}

/** Conversations end with the kubelet. */
function close(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    for (const socket of sockets) socket.destroy();
  });
}
