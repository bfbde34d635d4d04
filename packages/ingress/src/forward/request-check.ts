/**
 * Whether a request can mean one thing only. Node's parser refuses what breaks the grammar (both lengths at once, folded
 * lines, line ends without a carriage return); here is what the grammar allows and a proxy must not hand on.
 */
import type { IncomingMessage } from 'node:http';

export interface Refused {
  readonly status: 400 | 405 | 431 | 501;
  readonly reason: string;
}

/** What a request asks for. */
export interface Asked {
  /** In lower case, without a port. Empty when none is given, as HTTP/1.0 may. */
  readonly host: string;
  /** The target in origin form: path and query. */
  readonly target: string;
  /** The path alone. */
  readonly path: string;
}

/** A request with more header fields is refused. */
const MOST_HEADERS = 100;
const LONGEST_HOST = 261;
/** A name or an address in brackets, perhaps with a port. Nothing in these can match in two ways. */
const NAME = /^[a-z0-9_.-]+(?::[0-9]{1,5})?$/;
const ADDRESS = /^\[[0-9a-f:.]+\](?::[0-9]{1,5})?$/;

/** Hosts that have been found valid, as they were given, and what they are as a key. */
const MOST_HOSTS = 5000;

export type RequestCheck = (request: IncomingMessage) => Asked | Refused;

/** Makes a check; it remembers the hosts that it has seen, up to a bound. */
export function requestCheck(): RequestCheck {
  const hosts = new Map<string, string>();
  const keyOf = (given: string): string | undefined => {
    const known = hosts.get(given);
    if (known !== undefined) return known;
    const key = hostKey(given);
    if (key !== undefined) {
      if (hosts.size >= MOST_HOSTS) hosts.clear();
      hosts.set(given, key);
    }
    return key;
  };
  return (request) => {
    const { method, rawHeaders, headers } = request;
    const encoding = headers['transfer-encoding'];
    if (method === 'TRACE' || method === 'CONNECT') return refusal(405, `method ${method} is not served`);
    if (rawHeaders.length > 2 * MOST_HEADERS) return refusal(431, `more than ${MOST_HEADERS} header fields`);
    if (encoding !== undefined) {
      if (headers['content-length'] !== undefined) return refusal(400, 'it has a length and a transfer encoding');
      if (encoding.toLowerCase() !== 'chunked') return refusal(501, 'the only transfer encoding is chunked');
      if (request.httpVersionMajor === 1 && request.httpVersionMinor === 0) {
        return refusal(400, 'HTTP/1.0 knows no transfer encoding');
      }
    }
    const given = hostOf(rawHeaders, headers);
    if (given === undefined) return refusal(400, 'it has more than one Host');
    const host = given === '' ? '' : keyOf(given);
    if (host === undefined) return refusal(400, 'its Host is not valid');
    return askedFor(request.url ?? '', { given, host });
  };
}

const refusal = (status: Refused['status'], reason: string): Refused => ({ status, reason });

/** The value of Host; undefined when there are several. */
function hostOf(rawHeaders: readonly string[], headers: IncomingMessage['headers']): string | undefined {
  let count = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index];
    if (name?.length === 4 && (name === 'Host' || name === 'host' || name.toLowerCase() === 'host')) count += 1;
  }
  return count > 1 ? undefined : (headers.host ?? '');
}

function hostKey(given: string): string | undefined {
  const lower = given.toLowerCase();
  if (lower.length > LONGEST_HOST || !isHost(lower)) return undefined;
  const name = lower.startsWith('[') ? lower.slice(0, lower.indexOf(']') + 1) : (lower.split(':')[0] ?? '');
  return name.endsWith('.') ? name.slice(0, -1) : name;
}

function isHost(text: string): boolean {
  if (text.startsWith('[')) return ADDRESS.test(text);
  return NAME.test(text) && !text.startsWith('.') && !text.startsWith('-') && !text.includes('..');
}

function askedFor(url: string, { given, host }: { readonly given: string; readonly host: string }): Asked | Refused {
  if (url.charCodeAt(0) === SLASH) return withPath(host, url);
  const [, authority, rest] = /^https?:\/\/([^/?#]*)(.*)$/i.exec(url) ?? [];
  if (authority === undefined || rest === undefined) return refusal(400, 'its target is no path');
  if (authority.toLowerCase() !== given.toLowerCase()) return refusal(400, 'its target names another host than Host');
  return withPath(host, rest.startsWith('/') ? rest : `/${rest}`);
}

const SLASH = 47;

function withPath(host: string, target: string): Asked | Refused {
  if (target.includes('#')) return refusal(400, 'its target has a fragment');
  const query = target.indexOf('?');
  return { host, target, path: query < 0 ? target : target.slice(0, query) };
}
