/** The answer to what is no request: there is none to speak of, so it is written by hand. */
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { StatusError } from '@wherry/api';

/** Codes of Node's parser that stand for more than a malformed request, and what they mean. */
const REFUSALS: ReadonlyMap<string, { readonly code: number; readonly message: string }> = new Map([
  ['HPE_HEADER_OVERFLOW', { code: 431, message: 'the request line and headers are too large' }],
  ['HPE_CHUNK_EXTENSIONS_OVERFLOW', { code: 413, message: 'the extensions of the chunks are too large' }],
  ['ERR_HTTP_REQUEST_TIMEOUT', { code: 408, message: 'the request did not arrive in time' }],
]);

/** Says what is wrong, if anyone can hear it, and ends the connection. */
export function refuseMalformed(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const { code, message } = REFUSALS.get(error.code ?? '') ?? { code: 400, message: 'the request is not valid HTTP' };
  const reason = code === 400 ? 'BadRequest' : '';
  const body = `${JSON.stringify(new StatusError({ code, reason, message }).toStatus())}\n`;
  const head = [
    `HTTP/1.1 ${code} ${STATUS_CODES[code] ?? ''}`,
    'Connection: close',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}
