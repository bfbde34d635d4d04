/**
 * Reads the head of an endpoint's answer, strictly: what could be understood in two ways is not handed on. Pure.
 */
import { connectionOptions, headerKinds } from './header-names.ts';

/** How long the body is: no body; so many bytes; in chunks; up to the end of the connection. */
export type Framing = 'none' | 'length' | 'chunked' | 'close';

export interface ResponseHead {
  readonly status: number;
  readonly reason: string;
  /** Names and values in turn, without what concerns the connection to the endpoint only. */
  readonly headers: readonly string[];
  readonly framing: Framing;
  /** In bytes, with the framing `length`. */
  readonly length: number;
  /** Whether the connection can take another request after this. */
  readonly keepsAlive: boolean;
  /** How long the endpoint keeps it, in seconds, if it says so. */
  readonly idleSeconds: number | undefined;
}

const kindOf = headerKinds({
  connection: 'connection',
  'keep-alive': 'keep-alive',
  'content-length': 'length',
  'transfer-encoding': 'encoding',
  'proxy-connection': 'hop',
  'proxy-authenticate': 'hop',
  te: 'hop',
  trailer: 'hop',
  upgrade: 'hop',
});

/**
 * @param text the head without the empty line at its end
 * @param isHead whether it answers a HEAD request
 * @returns why it cannot be handed on, if so
 */
export function parseResponseHead(text: string, isHead: boolean): ResponseHead | string {
  let end = text.indexOf('\r\n');
  if (end < 0) end = text.length;
  const status = statusOf(text, end);
  if (status === undefined) return 'the status line is not one of HTTP/1';
  const headers: string[] = [];
  let connection: string | undefined;
  let keepAlive: string | undefined;
  let encoding: string | undefined;
  let length: string | undefined;
  for (let start = end + 2; start < text.length; start = end + 2) {
    end = text.indexOf('\r\n', start);
    if (end < 0) end = text.length;
    const colon = text.indexOf(':', start);
    if (colon < 0 || colon > end) return 'a header field has no colon';
    const name = text.slice(start, colon);
    const value = trimmed(text, colon + 1, end);
    switch (kindOf(name)) {
      case 'plain':
        headers.push(name, value);
        break;
      case 'length':
        if (length !== undefined && length !== value) return 'it has two lengths';
        if (length === undefined) headers.push(name, value);
        length = value;
        break;
      case 'encoding':
        encoding = encoding === undefined ? value.toLowerCase() : `${encoding}, ${value.toLowerCase()}`;
        break;
      case 'connection':
        connection = connection === undefined ? value : `${connection},${value}`;
        break;
      case 'keep-alive':
        keepAlive = value;
        break;
      case 'hop':
        break;
      case 'invalid':
        return 'a header field has an invalid name';
    }
  }
  const bodiless = isHead || status === 204 || status === 304 || status < 200;
  if (encoding !== undefined && encoding !== 'chunked') return `its transfer encoding is ${JSON.stringify(encoding)}`;
  if (encoding !== undefined && length !== undefined) return 'it has a length and a transfer encoding';
  const bytes = length === undefined ? 0 : lengthOf(length);
  if (bytes === undefined) return 'its length is not a number';
  const framing = bodiless ? 'none' : encoding !== undefined ? 'chunked' : length !== undefined ? 'length' : 'close';
  const isOld = text.charCodeAt(7) === 48;
  return {
    status,
    reason: text.slice(13, Math.max(13, text.indexOf('\r\n') < 0 ? text.length : text.indexOf('\r\n'))),
    headers: withoutOptions(headers, connection),
    framing: framing === 'length' && bytes === 0 ? 'none' : framing,
    length: bytes,
    keepsAlive: framing !== 'close' && staysOpen(connection, isOld),
    idleSeconds: keepAlive === undefined ? undefined : idleSecondsOf(keepAlive),
  };
}

/** Of `HTTP/1.x NNN …`. */
function statusOf(text: string, end: number): number | undefined {
  if (!text.startsWith('HTTP/1.') || end < 12) return undefined;
  const version = text.charCodeAt(7);
  if ((version !== 48 && version !== 49) || text.charCodeAt(8) !== 32) return undefined;
  if (end > 12 && text.charCodeAt(12) !== 32) return undefined;
  const status = lengthOf(text.slice(9, 12));
  return status !== undefined && status >= 100 ? status : undefined;
}

/** A value without the blanks around it. */
function trimmed(text: string, start: number, end: number): string {
  let [from, to] = [start, end];
  while (from < to && isBlank(text.charCodeAt(from))) from += 1;
  while (to > from && isBlank(text.charCodeAt(to - 1))) to -= 1;
  return text.slice(from, to);
}

const isBlank = (code: number): boolean => code === 32 || code === 9;

/** Digits only; undefined for anything else, and for more than can be counted. */
function lengthOf(text: string): number | undefined {
  if (text.length === 0 || text.length > 15) return undefined;
  let value = 0;
  for (let index = 0; index < text.length; index += 1) {
    const digit = text.charCodeAt(index) - 48;
    if (digit < 0 || digit > 9) return undefined;
    value = value * 10 + digit;
  }
  return value;
}

function staysOpen(connection: string | undefined, isOld: boolean): boolean {
  if (connection === undefined) return !isOld;
  const options = connection.toLowerCase();
  return isOld ? options.includes('keep-alive') : !options.includes('close');
}

/** Of a Keep-Alive field. It is read for each answer, so without an expression. */
function idleSecondsOf(keepAlive: string): number | undefined {
  const at = keepAlive.indexOf('timeout=');
  if (at < 0) return undefined;
  const seconds = Number.parseInt(keepAlive.slice(at + 8, at + 14), 10);
  return Number.isNaN(seconds) ? undefined : seconds;
}

function withoutOptions(headers: string[], connection: string | undefined): readonly string[] {
  const options = connectionOptions(connection);
  if (options.length === 0) return headers;
  return headers.filter((_, index) => !options.includes((headers[index - (index % 2)] ?? '').toLowerCase()));
}

/** The fields of an answer, names and values in turn, that are for the client. */
export function forwardableHeaders(raw: readonly string[], connection: string | undefined): readonly string[] {
  const headers: string[] = [];
  for (let index = 0; index < raw.length; index += 2) {
    const kind = kindOf(raw[index] ?? '');
    if (kind === 'plain' || kind === 'length') headers.push(raw[index] ?? '', raw[index + 1] ?? '');
  }
  return withoutOptions(headers, connection);
}
