/** A bare HTTPS client for tests of the API: one method for requests, one for watches. It retries and hides nothing. */
import { Agent, request } from 'node:https';
import type { ClientRequest, IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders } from 'node:http';

export interface TestClientOptions {
  /** `https://host:port` */
  readonly url: string;
  /** PEM. Without certificate and key the client is anonymous. */
  readonly ca: string;
  readonly cert?: string;
  readonly key?: string;
}

/** Any API document, as far as tests look into it. */
export interface TestDocument {
  readonly kind: string;
  readonly apiVersion: string;
  readonly metadata: TestMetadata;
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly data?: Readonly<Record<string, string>>;
  readonly items: readonly TestDocument[];
  readonly status?: unknown;
  readonly message?: string;
  readonly reason?: string;
  readonly code?: number;
  readonly details?: Readonly<Record<string, unknown>>;
}

export interface TestMetadata {
  readonly name: string;
  readonly generateName?: string;
  readonly namespace?: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly generation?: number;
  readonly creationTimestamp: string;
  readonly deletionTimestamp?: string;
  readonly deletionGracePeriodSeconds?: number;
  readonly finalizers?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly continue?: string;
  readonly remainingItemCount?: number;
}

export interface TestAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly text: string;
  /** The body as JSON. */
  readonly json: TestDocument;
  /** The texts of the `Warning:` headers. */
  readonly warnings: readonly string[];
}

export interface TestRequestOptions {
  /** Sent as JSON, or as it is when it is text or bytes. */
  readonly body?: unknown;
  /** @default application/json */
  readonly type?: string;
  readonly accept?: string;
  readonly headers?: OutgoingHttpHeaders;
}

export interface TestWatchLine {
  readonly type: string;
  readonly object: TestDocument;
}

export interface TestWatch {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Resolves with the first `count` lines that no earlier call has returned. @throws when the watch ends before */
  next(count: number): Promise<TestWatchLine[]>;
  /** Resolves with the rest of the lines when the server has ended the watch. */
  rest(): Promise<TestWatchLine[]>;
  close(): void;
}

export interface TestClient {
  readonly send: (method: string, path: string, options?: TestRequestOptions) => Promise<TestAnswer>;
  /** Resolves when the answer's headers are there. */
  watch(path: string, options?: { readonly accept?: string }): Promise<TestWatch>;
  close(): void;
}

export function testClient({ url, ca, cert, key }: TestClientOptions): TestClient {
  const agent = new Agent({ ca, keepAlive: true, ...(cert === undefined ? {} : { cert, key }) });
  const start = (method: string, path: string, headers: OutgoingHttpHeaders): ClientRequest => {
    const { hostname, port } = new URL(url);
    // The path goes out as it is: tests send ones that no URL class would leave alone.
    return request({ hostname, port, path, method, agent, headers });
  };
  return {
    async send(method, path, { body, type = 'application/json', accept, headers } = {}) {
      const bytes = body === undefined ? undefined : Buffer.from(isRaw(body) ? body : JSON.stringify(body));
      const sent = start(method, path, {
        // Node sends a body with DELETE only if it is told its length.
        ...(bytes === undefined ? {} : { 'Content-Type': type, 'Content-Length': bytes.length }),
        ...(accept === undefined ? {} : { Accept: accept }),
        ...headers,
      });
      return answerOf(sent, bytes);
    },
    watch(path, { accept } = {}) {
      const sent = start('GET', path, accept === undefined ? {} : { Accept: accept });
      return new Promise((done, failed) => {
        sent.on('error', failed);
        sent.on('response', (response) => done(watchOf(sent, response)));
        sent.end();
      });
    },
    close: () => agent.destroy(),
  };
}

const isRaw = (body: unknown): body is string | Buffer => typeof body === 'string' || Buffer.isBuffer(body);

function answerOf(sent: ClientRequest, body: Buffer | undefined): Promise<TestAnswer> {
  return new Promise((done, failed) => {
    sent.on('error', failed);
    sent.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', failed);
      response.on('end', () => {
        const bytes = Buffer.concat(chunks);
        done({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: bytes,
          text: bytes.toString(),
          get json() {
            return JSON.parse(bytes.toString()) as TestDocument;
          },
          warnings: warningsOf(response.rawHeaders),
        });
      });
    });
    sent.end(body);
  });
}

function warningsOf(rawHeaders: readonly string[]): string[] {
  return rawHeaders.flatMap((name, i) => {
    const text = /^299 - "(.*)"$/.exec(rawHeaders[i + 1] ?? '')?.[1];
    return i % 2 === 0 && name.toLowerCase() === 'warning' && text !== undefined ? [text.replace(/\\(.)/g, '$1')] : [];
  });
}

function watchOf(sent: ClientRequest, response: IncomingMessage): TestWatch {
  const lines: TestWatchLine[] = [];
  const ended = Promise.withResolvers<void>();
  let arrived = (): void => undefined;
  let isOver = false;
  let rest = '';
  response.setEncoding('utf8').on('data', (text: string) => {
    const whole = (rest + text).split('\n');
    rest = whole.pop() ?? '';
    for (const line of whole) lines.push(JSON.parse(line) as TestWatchLine);
    arrived();
  });
  response.on('error', () => undefined);
  response.on('close', () => {
    isOver = true;
    ended.resolve();
    arrived();
  });
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    async next(count) {
      while (lines.length < count) {
        if (isOver)
          throw new Error(`The watch ended after ${lines.length} of ${count} lines: ${JSON.stringify(lines)}`);
        await new Promise<void>((resolve) => (arrived = resolve));
      }
      return lines.splice(0, count);
    },
    async rest() {
      await ended.promise;
      return lines.splice(0);
    },
    close: () => sent.destroy(),
  };
}
