/** The way from HTTP to SPDY: which protocol is spoken on it, and the answer that makes the connection SPDY. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { HttpError } from '../http-error.ts';
import type { Upgrade } from '../websocket/channel-socket.ts';
import { socketLink, type ByteLink } from './byte-link.ts';

/** The protocol, as the client and we both speak it. @throws HttpError 400 or 403 */
export function negotiateSpdy({ headers }: Pick<IncomingMessage, 'headers'>, offered: readonly string[]): string {
  const header = headers['x-stream-protocol-version'];
  const wanted = String(header ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (wanted.length === 0)
    throw new HttpError(400, 'unable to upgrade: X-Stream-Protocol-Version header is required\n');
  const found = wanted.find((name) => offered.includes(name));
  if (found === undefined) {
    const sides = `client supports [${wanted.join(' ')}], server accepts [${offered.join(' ')}]`;
    throw new HttpError(403, `unable to upgrade: unable to negotiate protocol: ${sides}\n`);
  }
  return found;
}

export function isSpdy({ request: { headers } }: Pick<Upgrade, 'request'>): boolean {
  return headers.upgrade?.toLowerCase() === 'spdy/3.1';
}

/** Tells the client that what follows is SPDY. */
export function acceptSpdy(
  { socket, head }: { readonly socket: Duplex; readonly head: Buffer },
  protocol: string,
): ByteLink {
  const lines = ['Connection: Upgrade', 'Upgrade: SPDY/3.1', `X-Stream-Protocol-Version: ${protocol}`];
  socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('\r\n')}\r\n\r\n`);
  return socketLink(socket, head);
}
