/**
 * A log over WebSocket: what the containers write goes out as messages, and the end of the log is that of the connection.
 * What the client sends means nothing, but that it is still there.
 */
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Exchange } from '../handlers/exchange.ts';
import type { Upgrade } from '../http/upgrade.ts';

/** How bytes become messages, by the protocol that the client names; '' when it names none. */
const PROTOCOLS: ReadonlyMap<string, (bytes: Buffer) => Buffer | string> = new Map<
  string,
  (bytes: Buffer) => Buffer | string
>([
  ['', (bytes) => bytes],
  ['binary.k8s.io', (bytes) => bytes],
  ['base64.binary.k8s.io', (bytes) => bytes.toString('base64')],
]);

const NORMAL_CLOSURE = 1000;
/** What a client may have to say. */
const LARGEST_MESSAGE = 64 * 1024;

/** The first protocol that the client names and there is; undefined when there is none of them. */
export function logProtocol(header: string | undefined): string | undefined {
  const named = (header ?? '').split(',').map((name) => name.trim());
  return named.find((name) => PROTOCOLS.has(name));
}

/** Resolves when the log or the connection has ended. */
export async function sendLogOverSocket(
  { request, response }: Exchange,
  log: IncomingMessage,
  { upgrade, protocol }: { readonly upgrade: Upgrade; readonly protocol: string },
): Promise<void> {
  const toMessage = PROTOCOLS.get(protocol) ?? ((bytes: Buffer) => bytes);
  response.detachSocket(request.socket);
  const socket = await accept(request, upgrade.head, protocol);
  const gone = once(socket, 'close');
  socket.on('close', () => log.destroy()).on('error', () => socket.terminate());
  // The client hears at once that it works.
  await send(socket, toMessage(Buffer.alloc(0)));
  try {
    for await (const chunk of log as AsyncIterable<Buffer>) await send(socket, toMessage(chunk));
    socket.close(NORMAL_CLOSURE);
  } catch {
    // A log that breaks off does so visibly.
    socket.terminate();
  }
  await gone;
}

function accept(request: IncomingMessage, head: Buffer, protocol: string): Promise<WebSocket> {
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: LARGEST_MESSAGE,
    handleProtocols: () => (protocol === '' ? false : protocol),
  });
  return new Promise((resolve) => server.handleUpgrade(request, request.socket, head, resolve));
}

/** Resolves when the message is on its way, or there is nobody to take it. */
function send(socket: WebSocket, message: Buffer | string): Promise<void> {
  return new Promise((resolve) => socket.send(message, () => resolve()));
}
