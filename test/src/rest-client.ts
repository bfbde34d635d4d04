// A bare HTTPS client of the API for tests that need to see status codes, count requests or cut connections: it adds
// nothing, retries nothing and hides nothing.

import { readFile } from 'node:fs/promises';
import { Agent, request } from 'node:https';
import { join } from 'node:path';
import type { ClientRequest, IncomingHttpHeaders } from 'node:http';

export interface RestClientOptions {
  /** `https://host:port` */
  readonly url: string;
  /** The apiserver's folder, for the administrator's certificate. */
  readonly dataDir: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The body as JSON. */
  json<T = KubeDocument>(): T;
}

/** Any API document, as far as most tests look into it. */
export interface KubeDocument {
  readonly kind: string;
  readonly metadata: {
    readonly name?: string;
    readonly uid?: string;
    readonly resourceVersion?: string;
    readonly continue?: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly data?: Readonly<Record<string, string>>;
  readonly items?: readonly KubeDocument[];
  readonly message?: string;
  readonly reason?: string;
  readonly code?: number;
}

export interface WatchLine {
  readonly type: string;
  readonly object: KubeDocument;
}

export interface RequestOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
}

export interface RestClient {
  /** @throws {Error} when there is no answer */
  send(method: string, path: string, body?: unknown, options?: RequestOptions): Promise<Answer>;
  /** Follows a watch until it ends or is closed. */
  watch(path: string, onLine: (line: WatchLine) => void): { readonly ended: Promise<void>; close(): void };
  close(): void;
}

/** A client with the administrator's certificate. */
export async function restClient({ url, dataDir }: RestClientOptions): Promise<RestClient> {
  const read = (name: string): Promise<string> => readFile(join(dataDir, 'pki', name), 'utf8');
  const [ca, cert, key] = await Promise.all([read('ca.crt'), read('admin.crt'), read('admin.key')]);
  const agent = new Agent({ ca, cert, key, keepAlive: true, maxSockets: 64 });
  const start = (method: string, path: string, headers: Readonly<Record<string, string>>): ClientRequest =>
    request(new URL(path, url), { method, agent, headers });
  return {
    send: (method, path, body, options = {}) =>
      new Promise((done, failed) => {
        const text = body === undefined ? undefined : JSON.stringify(body);
        const headers = { ...(text === undefined ? {} : { 'content-type': 'application/json' }), ...options.headers };
        const sent = start(method, path, headers);
        sent.setTimeout(options.timeoutMs ?? 30_000, () => sent.destroy(new Error('no answer in time')));
        sent.on('error', failed);
        sent.on('response', (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', failed);
          response.on('end', () => {
            if (!response.complete) return failed(new Error('the answer was cut off'));
            const answer = Buffer.concat(chunks).toString();
            done({
              status: response.statusCode ?? 0,
              headers: response.headers,
              text: answer,
              json: <T>() => JSON.parse(answer) as T,
            });
          });
        });
        sent.end(text);
      }),
    watch(path, onLine) {
      const ended = Promise.withResolvers<void>();
      const sent = start('GET', path, {});
      sent.on('error', () => ended.resolve());
      sent.on('response', (response) => {
        response.on('error', () => ended.resolve());
        response.on('close', () => ended.resolve());
        if (response.statusCode !== 200) return void response.resume();
        let rest = '';
        response.setEncoding('utf8').on('data', (text: string) => {
          // Only whole lines are events: what a cut connection leaves behind is none.
          const lines = (rest + text).split('\n');
          rest = lines.pop() ?? '';
          for (const line of lines) onLine(JSON.parse(line) as WatchLine);
        });
      });
      sent.end();
      return { ended: ended.promise, close: () => sent.destroy() };
    },
    close: () => agent.destroy(),
  };
}
