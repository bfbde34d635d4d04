/**
 * Passes a request on to another server and its answer back, both as they come. Pages are seen under the path of this
 * server, so their links are made to fit; no redirect is followed.
 */
import type { IncomingMessage } from 'node:http';
import type { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createInflateRaw } from 'node:zlib';
import { serviceUnavailable } from '@wherry/api';
import type { Exchange } from '../handlers/exchange.ts';
import { ask } from './ask.ts';
import { clientGone } from './client-gone.ts';
import { hostAndPort, type Dialer, type Target } from './dial.ts';
import { htmlLinks } from './html-links.ts';
import { rewriteLink, type LinkPlace } from './link-rewriter.ts';
import { answerHeaders, framingOf, requestHeaders } from './passed-headers.ts';

export interface PassRequestOptions {
  readonly target: Target;
  /** Path and query at the target. */
  readonly path: string;
  /** The path of this server under which the target is seen, percent-encoded. */
  readonly prefix: string;
  readonly outward: { readonly dialer: Dialer };
  /** Aborted when this server stops. */
  readonly stopping: AbortSignal;
}

/** @throws StatusError 503 when the target does not answer */
export async function passRequest(exchange: Exchange, options: PassRequestOptions): Promise<void> {
  const { request } = exchange;
  const answer = await askTarget(exchange, options);
  const { host, port } = options.target;
  const place = { prefix: options.prefix, server: hostAndPort(host, port), asked: request.headers.host ?? '' };
  await relay(exchange, { answer, place });
}

/** Links between these would be let through by browsers on the word of whoever runs there. */
const CROSS_ORIGIN: ReadonlySet<string> = new Set([
  'access-control-allow-credentials',
  'access-control-allow-headers',
  'access-control-allow-methods',
  'access-control-allow-origin',
]);

/** @throws StatusError 503 */
async function askTarget(
  { request, response }: Exchange,
  { target, path, prefix, outward, stopping }: PassRequestOptions,
): Promise<IncomingMessage> {
  const signal = clientGone(response, stopping);
  try {
    const socket = await outward.dialer.connect(target, signal);
    signal.addEventListener('abort', () => void socket.destroy());
    if (signal.aborted) socket.destroy();
    const uri = { 'X-Forwarded-Uri': `${prefix}${path.replace(/\?[^]*$/, '')}` };
    const headers = [...requestHeaders(request, uri), ...framingOf(request)];
    const answer = await ask(socket, { method: request.method ?? 'GET', path, headers, body: request });
    if (answer.upgraded === undefined) return answer.response;
    answer.upgraded.socket.destroy();
    throw new Error('the server switched protocols without being asked to');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw serviceUnavailable(`error trying to reach service: ${why}`);
  }
}

interface Relaying {
  readonly answer: IncomingMessage;
  readonly place: LinkPlace;
}

async function relay({ request, response }: Exchange, { answer, place }: Relaying): Promise<void> {
  const rewriters = answer.headers.location === undefined ? rewritersOf(request, answer, place) : [];
  const dropped = rewriters.length === 0 ? CROSS_ORIGIN : WITHOUT_LENGTH;
  for (const [name, value] of answerHeaders(answer, dropped)) {
    response.appendHeader(name, name.toLowerCase() === 'location' ? rewriteLink(value, place) : value);
  }
  response.writeHead(answer.statusCode ?? 502, answer.statusMessage ?? '');
  response.flushHeaders();
  // A reader may take as long as he likes: what waits for him is bounded.
  request.socket.setTimeout(0);
  await pipeline([answer, ...rewriters, response]).catch(ignore);
}

const WITHOUT_LENGTH: ReadonlySet<string> = new Set([...CROSS_ORIGIN, 'content-length', 'content-encoding']);

const NO_BODY: ReadonlySet<number> = new Set([204, 304]);

/** What a page has to pass through; nothing for what is no page, or cannot be read. */
function rewritersOf({ method }: IncomingMessage, answer: IncomingMessage, place: LinkPlace): Transform[] {
  const type = (answer.headers['content-type'] ?? '').split(';', 1)[0]?.trim();
  if (type !== 'text/html' || method === 'HEAD' || NO_BODY.has(answer.statusCode ?? 0)) return [];
  const links = htmlLinks((link) => rewriteLink(link, place));
  switch (answer.headers['content-encoding'] ?? '') {
    case '':
      return [links];
    case 'gzip':
      return [createGunzip(), links];
    case 'deflate':
      return [createInflateRaw(), links];
    default:
      return [];
  }
}

const ignore = (): void => undefined;
