/**
 * A GET as probes and hooks ask for one: any certificate will do, redirects are followed as long as they stay with the
 * host, and of the answer no more than the beginning is read. Failures are worded as Go words them.
 */
import { request as requestHttp, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Container, HTTPGetAction } from '@wherry/api/core-v1';
import { describeDialError } from './dial-error.ts';

export interface HttpGetTarget {
  readonly container: Readonly<Container>;
  /** Of the pod; the action may name another host. */
  readonly address: string;
  /** What is told to be asking, such as `kube-probe/1.35`. */
  readonly userAgent: string;
  readonly signal: AbortSignal;
}

export interface HttpAnswer {
  readonly statusCode: number;
  /** At most 10 kB of it. */
  readonly body: string;
}

const MOST_BODY = 10 * 1024;
const MOST_REDIRECTS = 10;

/** Answers with a redirect when that leads to another host. @throws an Error with a message for users */
export async function httpGet(action: Readonly<HTTPGetAction>, target: HttpGetTarget): Promise<HttpAnswer> {
  const first = urlOf(action, target);
  const headers = headersOf(action, target.userAgent);
  let url = first;
  for (let redirects = 0; ; redirects += 1) {
    const { answer, location } = await ask(url, headers, target.signal);
    const next = location === undefined ? undefined : URL.parse(location, url);
    if (next === undefined || next === null || next.hostname !== first.hostname) return answer;
    if (redirects >= MOST_REDIRECTS) throw new Error(`Get "${next.href}": stopped after ${MOST_REDIRECTS} redirects`);
    url = next;
  }
}

/** The number of a port of a container. @throws when no port has the name */
export function portNumber(port: string | number, { ports = [] }: Readonly<Container>): number {
  if (typeof port === 'number') return port;
  const found = ports.find(({ name }) => name === port);
  if (found !== undefined) return found.containerPort;
  if (/^\d+$/.test(port)) return Number(port);
  throw new Error(`couldn't find port: ${port}`);
}

function urlOf({ port, host = '', path = '/', scheme = 'HTTP' }: HTTPGetAction, target: HttpGetTarget): URL {
  const name = host === '' ? target.address : host;
  if (name === '') throw new Error('the pod has no address');
  const bracketed = name.includes(':') ? `[${name}]` : name;
  const rooted = path.startsWith('/') ? path : `/${path}`;
  return new URL(`${scheme.toLowerCase()}://${bracketed}:${portNumber(port, target.container)}${rooted}`);
}

const NOT_SENT_EMPTY = new Set(['user-agent', 'accept']);

/** What is sent unasked can be left out, by giving it no value. */
function headersOf({ httpHeaders = [] }: HTTPGetAction, userAgent: string): Record<string, string | string[]> {
  const headers = new Map<string, string[]>();
  for (const { name, value } of httpHeaders) {
    const key = name.toLowerCase();
    headers.set(key, [...(headers.get(key) ?? []), value]);
  }
  if (!headers.has('user-agent')) headers.set('user-agent', [userAgent]);
  if (!headers.has('accept')) headers.set('accept', ['*/*']);
  headers.set('connection', ['close']);
  const isSent = ([key, values]: [string, string[]]) => !NOT_SENT_EMPTY.has(key) || values[0] !== '';
  const value = (key: string, values: string[]) => (key === 'host' || values.length === 1 ? (values[0] ?? '') : values);
  return Object.fromEntries([...headers].filter(isSent).map(([key, values]) => [key, value(key, values)]));
}

function ask(url: URL, headers: RequestOptions['headers'], signal: AbortSignal) {
  return new Promise<{ answer: HttpAnswer; location: string | undefined }>((resolve, reject) => {
    const options = { headers: headers ?? {}, signal, agent: false } as const;
    const fail = (error: Error) => {
      const why = signal.aborted
        ? 'context deadline exceeded (Client.Timeout exceeded while awaiting headers)'
        : describeDialError(error, { host: url.hostname, port: portOf(url) });
      reject(new Error(`Get "${url.href}": ${why}`, { cause: error }));
    };
    const call =
      url.protocol === 'https:'
        ? requestHttps(url, { ...options, rejectUnauthorized: false })
        : requestHttp(url, options);
    call.on('error', fail);
    call.on('response', (response) => {
      void beginningOf(response).then((body) => {
        const { statusCode = 0, headers: has } = response;
        const isRedirect = [301, 302, 303, 307, 308].includes(statusCode);
        resolve({ answer: { statusCode, body }, location: isRedirect ? has.location : undefined });
      }, fail);
    });
    call.end();
  });
}

function portOf({ port, protocol }: URL): number {
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
}

async function beginningOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= MOST_BODY) break;
  }
  return Buffer.concat(chunks).subarray(0, MOST_BODY).toString('utf8');
}
