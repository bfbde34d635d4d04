/**
 * The head of a request as an endpoint gets it: the client's, without what concerns the client's connection, and with what
 * the endpoint cannot know: where the request came from and how. What clients say of that themselves is dropped: nobody
 * stands before us whose word on it counts.
 */
import type { IncomingMessage } from 'node:http';
import { connectionOptions, headerKinds } from './header-names.ts';
import type { Asked } from './request-check.ts';

const kindOf = headerKinds({
  connection: 'drop',
  'keep-alive': 'drop',
  'proxy-connection': 'drop',
  'proxy-authorization': 'drop',
  te: 'drop',
  trailer: 'drop',
  upgrade: 'drop',
  'transfer-encoding': 'drop',
  'http2-settings': 'drop',
  expect: 'drop',
  forwarded: 'drop',
  'x-forwarded-for': 'drop',
  'x-forwarded-host': 'drop',
  'x-forwarded-port': 'drop',
  'x-forwarded-proto': 'drop',
  'x-forwarded-scheme': 'drop',
  'x-forwarded-server': 'drop',
  'x-forwarded-ssl': 'drop',
  'x-real-ip': 'drop',
  'x-scheme': 'drop',
  // Many applications take an underscore for a hyphen.
  x_forwarded_for: 'drop',
  x_forwarded_host: 'drop',
  x_forwarded_port: 'drop',
  x_forwarded_proto: 'drop',
  x_real_ip: 'drop',
  'x-request-id': 'id',
});

/** Calls `add` with every field for the endpoint. */
export function eachHeader(
  request: IncomingMessage,
  { asked, newId }: HeaderOptions,
  add: (name: string, value: string) => void,
): void {
  const { rawHeaders } = request;
  const dropped = connectionOptions(request.headers.connection);
  let id = '';
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    const value = rawHeaders[index + 1] ?? '';
    const kind = kindOf(name);
    if (kind === 'id') id = SANE_ID.test(value) ? value : id;
    else if (kind === 'plain' && (dropped.length === 0 || !dropped.includes(name.toLowerCase()))) add(name, value);
  }
  // HTTP/1.1 has one in any case (RFC 9112, 3.2).
  if (request.headers.host === undefined) add('Host', '');
  const address = addressOf(request);
  const isEncrypted = 'encrypted' in request.socket;
  add('X-Forwarded-For', address);
  add('X-Real-IP', address);
  add('X-Forwarded-Proto', isEncrypted ? 'https' : 'http');
  add('X-Forwarded-Host', request.headers.host ?? asked.host);
  add('X-Forwarded-Port', portOf(request.headers.host) ?? (isEncrypted ? '443' : '80'));
  add('X-Request-ID', id === '' ? newId() : id);
}

export interface HeaderOptions {
  readonly asked: Asked;
  /** Makes the name of a request that has none. */
  readonly newId: () => string;
}

/** The whole head of a request without a body, as text. */
export function requestHead(request: IncomingMessage, options: HeaderOptions): string {
  let text = `${request.method ?? 'GET'} ${options.asked.target} HTTP/1.1\r\n`;
  eachHeader(request, options, (name, value) => {
    text += `${name}: ${value}\r\n`;
  });
  return `${text}\r\n`;
}

/** The fields by name, as Node's client takes them. */
export function requestFields(request: IncomingMessage, options: HeaderOptions): Record<string, string | string[]> {
  const fields: Record<string, string | string[]> = Object.create(null) as Record<string, string | string[]>;
  eachHeader(request, options, (name, value) => {
    const lower = name.toLowerCase();
    const before = fields[lower];
    if (before === undefined) fields[lower] = value;
    else if (typeof before === 'string') fields[lower] = [before, value];
    else before.push(value);
  });
  return fields;
}

/** What clients may call their requests. */
const SANE_ID = /^[A-Za-z0-9._:@/+=-]{1,128}$/;

/** Of the client; IPv4 as such also where it comes in by an IPv6 socket. */
export function addressOf({ socket }: Pick<IncomingMessage, 'socket'>): string {
  const address = socket.remoteAddress ?? '';
  return address.startsWith('::ffff:') ? address.slice(7) : address;
}

/** As the client typed it: links that applications make from it work for the client. */
function portOf(host: string | undefined): string | undefined {
  if (host === undefined) return undefined;
  const colon = host.lastIndexOf(':');
  return colon > 0 && !host.endsWith(']') ? host.slice(colon + 1) : undefined;
}
