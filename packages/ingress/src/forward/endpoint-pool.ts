/**
 * Everything that is kept for one endpoint: its connections, how busy it is, and the http-proxy server that forwards to it.
 * It begins with the first route to the endpoint and ends with the last: idle connections at once, busy ones when done.
 */
import { Agent, type ClientRequest, type IncomingMessage } from 'node:http';
import type { OnReadOpts, Socket } from 'node:net';
import httpProxy from 'http-proxy';
import type { Endpoint } from '../routes/route-plan.ts';
import type { ForwardedResponse } from './forwarded-response.ts';
import { UpstreamConnection, type AnswerTaker, type ConnectionOwner } from './upstream-connection.ts';

/** Opens a connection. @param onread where what is read goes, when it does not go the usual way of a stream */
export type Dial = (endpoint: Endpoint, onread?: OnReadOpts) => Socket;

export interface EndpointPoolOptions {
  readonly endpoint: Endpoint;
  readonly dial: Dial;
  /** Milliseconds that never go backwards. */
  readonly now: () => number;
}

/** So long may a connection take to come about. */
export const CONNECT_TIMEOUT_MS = 3000;
/** So long may an answer take to begin. */
export const ANSWER_TIMEOUT_MS = 60_000;
/** So long an idle connection is kept to an endpoint that does not say how long it keeps it. */
const IDLE_MS = 60_000;
/** An idle connection ends this long before the endpoint would end it. */
const IDLE_MARGIN_MS = 1000;
const MOST_IDLE = 128;
/** An endpoint that could not be reached is the last choice for so long. */
const COOLING_MS = 2000;
/** What cannot be repeated goes by a connection that has been used within this time, or by a new one. */
const SURE_MS = 1000;

export class EndpointPool implements ConnectionOwner {
  readonly endpoint: Endpoint;
  /** `ip:port`, for people. */
  readonly address: string;
  /** Connections for what goes through Node's client: requests with bodies, and upgrades. */
  readonly agent: Agent;
  /** How many requests are under way. */
  active = 0;
  readonly #proxy: httpProxy;
  readonly #options: EndpointPoolOptions;
  readonly #connections = new Set<UpstreamConnection>();
  /** The most recently used is the last. */
  readonly #idle: UpstreamConnection[] = [];
  #coolUntil = 0;
  #isClosed = false;

  constructor(options: EndpointPoolOptions) {
    const { endpoint, dial } = options;
    this.#options = options;
    this.endpoint = endpoint;
    this.address = endpoint.ip.includes(':') ? `[${endpoint.ip}]:${endpoint.port}` : `${endpoint.ip}:${endpoint.port}`;
    this.agent = endpointAgent(() => dial(endpoint));
    this.#proxy = httpProxy.createProxyServer({
      target: { protocol: 'http:', host: endpoint.ip, port: endpoint.port },
      agent: this.agent,
      // Paths go on as they are; http-proxy would tidy them up.
      toProxy: true,
      selfHandleResponse: true,
    });
    this.#proxy.on('proxyRes', (answer: IncomingMessage, _request, response) => {
      (response as ForwardedResponse).exchange?.relay(answer);
    });
    withPasses(this.#proxy).before('web', 'deleteLength', (_request, response) => this.#sendBodiless(response));
  }

  /** Takes what http-proxy forwards: a request whose body is let through once there is a connection. */
  forward(response: ForwardedResponse): void {
    this.#proxy.web(response.req, response);
  }

  /** Takes a request with a body. @param failed told why it did not work out, at most once */
  forwardBody(
    response: ForwardedResponse,
    body: { pipe(to: ClientRequest): void },
    failed: (error: Error) => void,
  ): void {
    // All that http-proxy does with this stream is to pipe it.
    const buffer = body as unknown as NodeJS.ReadableStream as never;
    this.#proxy.web(response.req, response, { buffer }, (error) => failed(error));
  }

  /** Whether it is a good choice now: it could be reached when that was last tried. */
  isCooling(): boolean {
    return this.#coolUntil > 0 && this.#options.now() < this.#coolUntil;
  }

  couldNotConnect(): void {
    this.#coolUntil = this.#options.now() + COOLING_MS;
  }

  free(connection: UpstreamConnection): void {
    if (this.#isClosed || this.#idle.length >= MOST_IDLE) {
      connection.abandon();
      return;
    }
    this.#coolUntil = 0;
    connection.since = this.#options.now();
    this.#idle.push(connection);
  }

  gone(connection: UpstreamConnection): void {
    this.#connections.delete(connection);
    const index = this.#idle.lastIndexOf(connection);
    if (index >= 0) this.#idle.splice(index, 1);
  }

  /** Ends what has taken too long. To be called every second or so. */
  sweep(): void {
    const now = this.#options.now();
    for (const connection of this.#connections) {
      const age = now - connection.since;
      if (connection.isBusy) {
        if (!connection.isConnected && age > CONNECT_TIMEOUT_MS) connection.destroy('connect', TIMED_OUT);
        else if (connection.isWaiting && age > ANSWER_TIMEOUT_MS) connection.destroy('timeout', TIMED_OUT);
      } else if (age > idleTimeOf(connection)) {
        connection.abandon();
      }
    }
  }

  /** No request will come any more. */
  close(): void {
    this.#isClosed = true;
    for (const connection of this.#idle.splice(0)) connection.abandon();
    this.agent.maxFreeSockets = 0;
    for (const sockets of Object.values(this.agent.freeSockets)) for (const socket of sockets ?? []) socket.destroy();
  }

  /** Ends everything now, busy or not. */
  destroy(): void {
    this.close();
    for (const connection of this.#connections) connection.destroy();
    this.agent.destroy();
  }

  #sendBodiless({ exchange }: ForwardedResponse): boolean {
    if (exchange === undefined || exchange.hasBody) return false;
    const isRepeated = exchange.attempts > 1;
    // Asking for the time costs more than one would think.
    const now = isRepeated ? this.#options.now() : exchange.startedAt;
    const connection = (isRepeated ? undefined : this.#takeIdle(exchange.isIdempotent, now)) ?? this.#open();
    connection.since = now;
    exchange.sentBy(connection);
    connection.send(exchange.head(), exchange satisfies AnswerTaker);
    return true;
  }

  #takeIdle(isIdempotent: boolean, now: number): UpstreamConnection | undefined {
    const last = this.#idle.at(-1);
    if (last === undefined) return undefined;
    const age = now - last.since;
    if (age > (isIdempotent ? idleTimeOf(last) : SURE_MS)) return undefined;
    return this.#idle.pop();
  }

  #open(): UpstreamConnection {
    const connection = new UpstreamConnection((onread) => this.#options.dial(this.endpoint, onread), this);
    this.#connections.add(connection);
    return connection;
  }
}

export const TIMED_OUT = 'timed out';

function idleTimeOf({ idleSeconds }: UpstreamConnection): number {
  if (idleSeconds === undefined) return IDLE_MS;
  return Math.max(IDLE_MARGIN_MS / 2, Math.min(IDLE_MS, idleSeconds * 1000 - IDLE_MARGIN_MS));
}

function endpointAgent(connect: () => Socket): Agent {
  const agent = new Agent({ keepAlive: true, maxFreeSockets: MOST_IDLE, scheduling: 'lifo' });
  agent.createConnection = connect;
  return agent;
}

/** One step of http-proxy on the way of a request; it ends there when the step returns true. */
type Pass = (request: IncomingMessage, response: ForwardedResponse) => boolean;

interface WithPasses {
  before(type: 'web' | 'ws', pass: string, added: Pass): void;
}

/** http-proxy has this, and its types do not know. */
function withPasses(proxy: httpProxy): WithPasses {
  return proxy as unknown as WithPasses;
}
