/**
 * One request on its way: to an endpoint, to another one if the first cannot be reached, and the answer back. A request is
 * repeated only while nothing of an answer has come, and only if it is sure that repeating does no harm.
 */
import { STATUS_CODES, type ClientRequest, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { describeError } from '@wherry/component';
import { chooseEndpoint, type LiveRoute } from './balance.ts';
import { CONNECT_TIMEOUT_MS, ANSWER_TIMEOUT_MS, TIMED_OUT, type EndpointPool } from './endpoint-pool.ts';
import type { ForwardedResponse } from './forwarded-response.ts';
import type { Asked } from './request-check.ts';
import { requestFields, requestHead } from './request-headers.ts';
import { forwardableHeaders, type ResponseHead } from './response-head.ts';
import type { AnswerFailure, AnswerTaker, UpstreamConnection } from './upstream-connection.ts';

/** What an exchange needs of the rest. */
export interface ExchangeWorld {
  /** Where requests like this go now. */
  readonly find: (asked: Asked) => LiveRoute | undefined;
  readonly newId: () => string;
  readonly now: () => number;
  /** Something went wrong with an endpoint; the client may not notice. */
  upstreamFailed(route: LiveRoute, kind: AnswerFailure['kind']): void;
}

/** A request is sent to so many endpoints at most. */
const MOST_ATTEMPTS = 4;
const IDEMPOTENT = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'TRACE']);

export class Exchange implements AnswerTaker {
  readonly asked: Asked;
  readonly isHead: boolean;
  readonly isIdempotent: boolean;
  readonly hasBody: boolean;
  readonly startedAt: number;
  /** How often it has been sent, the current time included. */
  attempts = 0;
  route: LiveRoute | undefined;
  /** Of the answer's body, in bytes. */
  sent = 0;
  /** The endpoint that it was sent to last. */
  address = '-';
  readonly #response: ForwardedResponse;
  readonly #world: ExchangeWorld;
  readonly #tried: EndpointPool[] = [];
  #pool: EndpointPool | undefined;
  #connection: UpstreamConnection | undefined;
  #client: ClientRequest | undefined;
  #head: string | undefined;
  readonly #isChunked: boolean;
  #isBodyUnderWay = false;
  #listensForDrain = false;

  constructor(response: ForwardedResponse, asked: Asked, world: ExchangeWorld) {
    const { method = 'GET', headers } = response.req;
    const { 'content-length': length, 'transfer-encoding': encoding } = headers;
    this.#response = response;
    this.#world = world;
    this.asked = asked;
    this.isHead = method === 'HEAD';
    this.isIdempotent = IDEMPOTENT.has(method);
    this.#isChunked = encoding !== undefined;
    this.hasBody = this.#isChunked || (length !== undefined && length !== '0');
    this.startedAt = world.now();
  }

  /** Sends it to an endpoint of its route. */
  forward(route: LiveRoute): void {
    this.route = route;
    const pool = chooseEndpoint(route.balanced, this.#tried);
    if (pool === undefined) return this.refuse(503, route.destination.upstream.problem ?? 'there is no endpoint');
    this.attempts += 1;
    this.address = pool.address;
    this.#tried.push(pool);
    this.#pool = pool;
    pool.active += 1;
    if (this.hasBody) this.#forwardBody(pool, this.attempts);
    else pool.forward(this.#response);
  }

  /** The head of the request as an endpoint gets it. */
  head(): string {
    const { newId } = this.#world;
    return (this.#head ??= requestHead(this.#response.req, { asked: this.asked, newId }));
  }

  sentBy(connection: UpstreamConnection): void {
    this.#connection = connection;
  }

  begin({ status, reason, headers, framing }: ResponseHead, whole: Buffer | string | undefined): void {
    if (whole !== undefined) {
      this.#connection = undefined;
      this.#leave();
    }
    if (!this.#writeHead(status, reason, headers)) {
      this.#connection?.abandon();
      return;
    }
    if (whole === undefined) return;
    this.sent = whole.length;
    if (framing === 'none') this.#response.end();
    else if (typeof whole === 'string') this.#response.end(whole, 'latin1');
    else this.#response.end(Buffer.from(whole));
  }

  more(piece: Buffer): boolean {
    this.sent += piece.length;
    if (this.#response.write(piece)) return true;
    if (!this.#listensForDrain) this.#response.on('drain', () => this.#connection?.resume());
    this.#listensForDrain = true;
    return false;
  }

  complete(): void {
    this.#connection = undefined;
    this.#leave();
    this.#response.end();
  }

  fail(failure: AnswerFailure): void {
    this.#connection = undefined;
    const pool = this.#leave();
    if (this.route !== undefined) this.#world.upstreamFailed(this.route, failure.kind);
    if (failure.kind === 'connect') pool?.couldNotConnect();
    if (failure.hasBegun || this.#response.headersSent) {
      this.#response.destroy();
      return;
    }
    const mayRepeat =
      failure.kind === 'connect' || (failure.kind === 'closed' && this.isIdempotent && !this.#isBodyUnderWay);
    if (mayRepeat && this.attempts < MOST_ATTEMPTS && !this.#response.destroyed) return this.#repeat();
    this.#tellFailure(failure);
  }

  /** Takes an answer that came by way of http-proxy. */
  relay(answer: IncomingMessage): void {
    const headers = forwardableHeaders(answer.rawHeaders, answer.headers.connection);
    this.#client?.setTimeout(0);
    if (!this.#writeHead(answer.statusCode ?? 502, answer.statusMessage ?? '', headers)) {
      answer.destroy();
      return;
    }
    answer.on('data', (piece: Buffer) => (this.sent += piece.length));
    answer.on('close', () => {
      this.#leave();
      if (!answer.complete) this.#response.destroy();
    });
    answer.pipe(this.#response);
  }

  /** Answers the client ourselves. @param reason for people */
  refuse(status: number, reason: string): void {
    const response = this.#response;
    if (response.headersSent || response.destroyed) return;
    const body = `${status} ${STATUS_CODES[status] ?? ''}: ${reason}\n`;
    this.sent = Buffer.byteLength(body);
    // A body that nobody reads would stand in the way of the next request.
    if (this.hasBody && !response.req.complete) response.setHeader('Connection', 'close');
    response.setHeader('Content-Type', 'text/plain; charset=utf-8');
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Content-Length', this.sent);
    response.writeHead(status);
    response.end(body);
  }

  /** The client's side is over, well or not. */
  closed(): void {
    this.#leave();
    this.#connection?.abandon();
    this.#connection = undefined;
    if (!this.#response.writableFinished) this.#client?.destroy();
  }

  #repeat(): void {
    const route = this.#world.find(this.asked);
    if (route === undefined) this.refuse(404, 'no Ingress has a route for this any more');
    else this.forward(route);
  }

  #forwardBody(pool: EndpointPool, attempt: number): void {
    if (attempt === 1) {
      // What http-proxy forwards are these.
      const { newId } = this.#world;
      this.#response.req.headers = requestFields(this.#response.req, { asked: this.asked, newId });
    }
    const body = { pipe: (client: ClientRequest) => this.#letBodyThrough(client) };
    pool.forwardBody(this.#response, body, (error) => {
      if (attempt === this.attempts) this.#clientFailed(error);
    });
  }

  /** The body stays with the client until there is somebody to take it: so another endpoint can be tried. */
  #letBodyThrough(client: ClientRequest): void {
    const { req } = this.#response;
    this.#client = client;
    client.path = this.asked.target;
    if (this.#isChunked) {
      // http-proxy says of some methods that they have no body, and would send it all the same.
      client.removeHeader('Content-Length');
      client.setHeader('Transfer-Encoding', 'chunked');
    }
    const begin = (): void => {
      this.#isBodyUnderWay = true;
      client.setTimeout(ANSWER_TIMEOUT_MS, () => client.destroy(new Error(TIMED_OUT)));
      req.pipe(client);
    };
    client.once('socket', (socket: Socket) => {
      if (!socket.connecting) return begin();
      socket.setTimeout(CONNECT_TIMEOUT_MS, () => {
        if (socket.connecting) socket.destroy(new Error(TIMED_OUT));
      });
      socket.once('connect', begin);
    });
  }

  #clientFailed(error: Error): void {
    if (this.#pool === undefined) return;
    const reason = 'code' in error && typeof error.code === 'string' ? error.code : describeError(error);
    this.#response.req.unpipe();
    const kind = !this.#isBodyUnderWay ? 'connect' : reason === TIMED_OUT ? 'timeout' : 'closed';
    this.fail({ kind, reason, hasBegun: this.#response.headersSent, wasReused: this.#client?.reusedSocket === true });
  }

  #writeHead(status: number, reason: string, headers: readonly string[]): boolean {
    try {
      // Node takes names and values in turn as well.
      this.#response.writeHead(status, reason, headers as string[]);
      return true;
    } catch (error) {
      this.#leave();
      this.refuse(502, `the answer of ${this.address} cannot be handed on: ${describeError(error)}`);
      return false;
    }
  }

  #tellFailure({ kind, reason }: AnswerFailure): void {
    const service = `${this.route?.destination.upstream.namespace}/${this.route?.destination.upstream.service}`;
    const from = `of service "${service}"`;
    if (kind === 'timeout') this.refuse(504, `endpoint ${this.address} ${from} did not answer in time`);
    else if (kind === 'invalid') this.refuse(502, `endpoint ${this.address} ${from} gave an invalid answer: ${reason}`);
    else if (kind === 'connect') {
      const status = reason === TIMED_OUT ? 504 : 502;
      this.refuse(status, `no endpoint ${from} could be reached; the last tried was ${this.address}: ${reason}`);
    } else this.refuse(502, `endpoint ${this.address} ${from} gave no answer: ${reason}`);
  }

  #leave(): EndpointPool | undefined {
    const pool = this.#pool;
    this.#pool = undefined;
    if (pool !== undefined) pool.active -= 1;
    return pool;
  }
}
