/** The headers of a request or an answer that are passed on: all but those of the connection, and none of credentials. */
import type { IncomingMessage } from 'node:http';

/** They speak of one connection, not of the message (RFC 9110, 7.6.1). */
const OF_CONNECTION: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** What a front proxy says of the user is meant for this server. */
const OF_FRONT_PROXY = /^x-remote-(?:user|uid|group|extra-.*)$/;

/** Once is enough, and twice is an attempt to be read in two ways. */
const SINGLE: ReadonlySet<string> = new Set(['content-length', 'host']);

/**
 * The headers of a client's request for the server behind, names and values in turn, and the client's address added to
 * those who passed it on. What was taken out of `request.headers` on the way, as credentials are, stays out.
 */
export function requestHeaders(request: IncomingMessage, extra: Readonly<Record<string, string>> = {}): string[] {
  const { rawHeaders, headers } = request;
  const added = { ...extra, 'X-Forwarded-For': forwardedFor(request) };
  const replaced = new Set(Object.keys(added).map((name) => name.toLowerCase()));
  const named = connectionOptions(headers.connection);
  const seen = new Set<string>();
  const passed: string[] = [];
  for (const [name, value] of pairs(rawHeaders)) {
    const key = name.toLowerCase();
    if (OF_CONNECTION.has(key) || named.has(key) || replaced.has(key) || OF_FRONT_PROXY.test(key)) continue;
    if (key === 'expect' || headers[key] === undefined || (SINGLE.has(key) && seen.has(key))) continue;
    if (key === PROTOCOLS) {
      if (!seen.has(key)) passed.push(name, headers[key]);
    } else {
      passed.push(name, value);
    }
    seen.add(key);
  }
  for (const [name, value] of Object.entries(added)) passed.push(name, value);
  return passed;
}

/** A token may have come among the protocols of a WebSocket: what is left of them is in `headers`. */
const PROTOCOLS = 'sec-websocket-protocol';

/** The headers that ask for an upgrade, in the client's own words. */
export function upgradeHeaders({ headers }: IncomingMessage): string[] {
  return ['Connection', 'Upgrade', 'Upgrade', headers.upgrade ?? ''];
}

/** How the body of a request is delimited, said anew. */
export function framingOf({ headers, method = '' }: IncomingMessage): string[] {
  if (headers['transfer-encoding'] !== undefined) return ['Transfer-Encoding', 'chunked'];
  const hasLength = headers['content-length'] !== undefined;
  return hasLength || !WITH_BODY.has(method) ? [] : ['Content-Length', '0'];
}

const WITH_BODY: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH']);

/** The headers of another server's answer for the client, names and values in turn. */
export function answerHeaders(
  { rawHeaders, headers }: IncomingMessage,
  dropped: ReadonlySet<string> = NONE,
): [string, string][] {
  const named = connectionOptions(headers.connection);
  return pairs(rawHeaders).filter(([name]) => {
    const key = name.toLowerCase();
    return !OF_CONNECTION.has(key) && !named.has(key) && !dropped.has(key);
  });
}

const NONE: ReadonlySet<string> = new Set();

/** Headers that a `Connection:` header declares to be of the connection, too. */
function connectionOptions(connection: string | undefined): Set<string> {
  return new Set((connection ?? '').split(',').map((option) => option.trim().toLowerCase()));
}

function forwardedFor({ headers, socket }: IncomingMessage): string {
  const before = headers['x-forwarded-for'];
  const all = [...(before === undefined ? [] : [before].flat()), socket.remoteAddress ?? ''];
  return all.filter((address) => address !== '').join(', ');
}

/** The names and values of `rawHeaders`, in pairs. */
export function pairs(rawHeaders: readonly string[]): [string, string][] {
  const found: [string, string][] = [];
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) found.push([rawHeaders[i] ?? '', rawHeaders[i + 1] ?? '']);
  return found;
}
