/**
 * HTTP to one API server: connections that are kept, answers as JSON, failures as StatusError. Nothing is retried here,
 * since the caller knows what may be done twice, but for what the server refused because it did not know who asked, when
 * the kubeconfig says so anew: that has not been done at all.
 */
import { Agent, request as startRequest } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { createSecureContext } from 'node:tls';
import { StatusError } from '@wherry/api';
import { releasing, type Metrics, type Running } from '@wherry/component';
import { cancelUnanswered, type Ending } from './cancel-unanswered.ts';
import type { Connection } from './kubeconfig.ts';

export interface Request {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly body?: unknown;
  /** @default application/json */
  readonly contentType?: string;
  /** The form of the answer. @default application/json */
  readonly accept?: string;
  readonly signal?: AbortSignal;
}

export interface Transport extends Running {
  /** Sends a request and reads the whole answer. @throws StatusError for failures, ConnectionError when there is no answer */
  send(request: Request): Promise<unknown>;
  /** Sends a request and hands over the answer as lines of text as they come. @throws as `send` */
  lines(request: Request): Promise<AsyncIterable<string>>;
  /** From now on says who it is by this. What is under way goes on as it began. */
  use(credentials: Credentials): void;
}

/** Who somebody is: a certificate and its key (PEM), or a token. */
export type Credentials = Pick<Connection, 'cert' | 'key' | 'token'>;

/** The server could not be reached, or the connection broke before the answer was complete. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
}

export interface TransportOptions {
  readonly connection: Connection;
  /** As the server's log names this client. */
  readonly userAgent: string;
  /** How long an answer may take to begin, in milliseconds. @default 30_000 */
  readonly timeout?: number;
  /** Where requests are counted. @default nowhere */
  readonly metrics?: Metrics;
  /** Who is asked to end has no time for a server that is gone. @default it has all the time of a timeout */
  readonly ending?: Ending;
}

const IDLE_SOCKETS = 16;
const UNAUTHORIZED = 401;

export function openTransport(options: TransportOptions): Transport {
  const { connection, userAgent, timeout = 30_000, metrics } = options;
  const { server, ca, renew, ...given } = connection;
  const base = new URL(server);
  const count = metrics === undefined ? () => undefined : requestCounter(metrics, base.host);
  const identify = ({ token, ...tls }: Credentials) => ({
    agent: new Agent({
      // One for all connections: left to itself, Node reads keys and certificates anew for each of them.
      secureContext: createSecureContext({ ...tls, ...(ca === undefined ? {} : { ca }) }),
      keepAlive: true,
      maxFreeSockets: IDLE_SOCKETS,
    }),
    headers: {
      'User-Agent': userAgent,
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
    },
  });
  let present: Credentials = given;
  let identity = identify(present);
  const former: Agent[] = [];
  const use = (credentials: Credentials): void => {
    retire(identity.agent);
    former.push(identity.agent);
    present = credentials;
    identity = identify(credentials);
  };
  /** Whether the request that was sent as `asked` may be understood by now. */
  const isSomebodyElse = async (asked: Credentials): Promise<boolean> => {
    if (renew === undefined || present !== asked) return present !== asked;
    // What cannot be read now is read with the next refusal.
    const found = await renew().catch(() => present);
    if (present === asked && !isSame(found, present)) use(credentialsOf(found));
    return present !== asked;
  };
  const follow = options.ending === undefined ? undefined : cancelUnanswered(options.ending);
  const open = ({ method, path, body, signal, ...forms }: Request): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const { contentType = 'application/json', accept = 'application/json' } = forms;
      const headers = { ...identity.headers, Accept: accept };
      const text = body === undefined ? undefined : JSON.stringify(body);
      const sent = startRequest({
        agent: identity.agent,
        method,
        host: base.hostname,
        port: base.port || 443,
        path: base.pathname === '/' ? path : `${base.pathname}${path}`,
        headers:
          text === undefined
            ? headers
            : { ...headers, 'Content-Type': contentType, 'Content-Length': Buffer.byteLength(text) },
        timeout,
        ...(signal === undefined ? {} : { signal }),
      });
      let isAnswered = false;
      follow?.(sent);
      sent.on('response', (answer) => {
        isAnswered = true;
        count(method, String(answer.statusCode));
        resolve(answer);
      });
      sent.on('timeout', () => sent.destroy(new Error(`no answer within ${timeout} ms`)));
      sent.on('error', (cause) => {
        if (!isAnswered) count(method, '<error>');
        reject(new ConnectionError(`${method} ${path} failed: ${cause.message}`, { cause }));
      });
      sent.end(text);
    });
  const ask = async (request: Request): Promise<IncomingMessage> => {
    const asked = present;
    const answer = await open(request);
    if (answer.statusCode !== UNAUTHORIZED || !(await isSomebodyElse(asked))) return answer;
    answer.destroy();
    return open(request);
  };
  return {
    ...releasing(() => {
      for (const agent of [identity.agent, ...former]) agent.destroy();
    }),
    async send(request) {
      const answer = await ask(request);
      return readAnswer(await textOf(answer, request), answer);
    },
    async lines(request) {
      const answer = await ask(request);
      if (!isSuccess(answer)) throw failureOf(await textOf(answer, request), answer);
      // A stream is idle for long stretches.
      answer.socket.setTimeout(0);
      return linesOf(answer, request);
    },
    use,
  };
}

const credentialsOf = ({ cert, key, token }: Credentials): Credentials => ({
  ...(cert === undefined ? {} : { cert }),
  ...(key === undefined ? {} : { key }),
  ...(token === undefined ? {} : { token }),
});

const isSame = (one: Credentials, other: Credentials): boolean =>
  one.cert === other.cert && one.key === other.key && one.token === other.token;

/** Closes the connections that wait for requests; those that are in use are closed after it. */
function retire(agent: Agent): void {
  agent.maxFreeSockets = 0;
  for (const sockets of Object.values(agent.freeSockets)) for (const socket of sockets ?? []) socket.destroy();
}

function requestCounter(metrics: Metrics, host: string): (method: string, code: string) => void {
  const counter = metrics.counter({
    name: 'rest_client_requests_total',
    help: 'Requests to the API server, by status code, method and host.',
    labels: ['code', 'host', 'method'],
  });
  return (method, code) => counter.with({ code, host, method }).add();
}

const isSuccess = ({ statusCode = 0 }: IncomingMessage): boolean => statusCode >= 200 && statusCode < 300;

async function textOf(answer: IncomingMessage, { method, path }: Request): Promise<string> {
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of answer) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString();
  } catch (cause) {
    throw new ConnectionError(`${method} ${path}: the answer was cut off`, { cause });
  }
}

function readAnswer(text: string, answer: IncomingMessage): unknown {
  if (!isSuccess(answer)) throw failureOf(text, answer);
  return text === '' ? undefined : (JSON.parse(text) as unknown);
}

/** A failure as the server words it, or, from something that is no API server, by its code. */
function failureOf(text: string, { statusCode = 0, statusMessage = '' }: IncomingMessage): StatusError {
  const status = StatusError.fromStatus(tryParse(text));
  return (
    status ??
    new StatusError({ code: statusCode, reason: '', message: `${statusCode} ${statusMessage}: ${text.slice(0, 200)}` })
  );
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The whole lines of a stream; what a broken connection leaves behind is none. */
async function* linesOf(answer: IncomingMessage, { method, path }: Request): AsyncGenerator<string> {
  let rest = '';
  answer.setEncoding('utf8');
  try {
    for await (const chunk of answer) {
      const lines = (rest + String(chunk)).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } catch (cause) {
    throw new ConnectionError(`${method} ${path}: the stream broke`, { cause });
  } finally {
    answer.destroy();
  }
}
