/**
 * Connections that clients want to use for something else than HTTP: WebSockets and SPDY, to be handed through to what
 * is behind this server, and WebSockets for logs. On all other paths the wish is not heard, as HTTP allows: they are
 * answered as usual.
 */
import { ServerResponse, type IncomingMessage } from 'node:http';
import { originForm, parseRequestInfo, type RequestInfo } from './request-info.ts';

export interface Upgrade {
  /** What the client has sent after its request. */
  readonly head: Buffer;
}

const HANDED_THROUGH: ReadonlySet<string> = new Set(['attach', 'exec', 'portforward', 'proxy']);
/** What this server itself may say over a WebSocket. */
const SPOKEN: ReadonlySet<string> = new Set(['log']);

/** Whether the client's wish is heard. A request with a body has to be answered before anything else can be spoken. */
export function mayUpgrade(request: IncomingMessage): boolean {
  const { headers } = request;
  if (headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0') return false;
  if (!/\bupgrade\b/i.test(headers.connection ?? '')) return false;
  const isWebSocket = headers.upgrade?.toLowerCase() === 'websocket';
  return isHandedThrough(request) || (isWebSocket && isFor(SPOKEN, request));
}

/** Whether a request that has not been read yet is for what is behind this server. */
export function isHandedThrough(request: IncomingMessage): boolean {
  return isFor(HANDED_THROUGH, request);
}

/** Whether a request is for what is behind this server. */
export function leadsBehind(info: RequestInfo): boolean {
  return info.kind === 'resource' && HANDED_THROUGH.has(info.subresource);
}

function isFor(subresources: ReadonlySet<string>, { method = 'GET', url = '/' }: IncomingMessage): boolean {
  try {
    const info = parseRequestInfo(method, originForm(url));
    return info.kind === 'resource' && subresources.has(info.subresource);
  } catch {
    return false;
  }
}

/** The answer to a request for an upgrade, for as long as nothing else is spoken: its end is that of the connection. */
export function upgradeResponse(request: IncomingMessage): ServerResponse | undefined {
  const { socket } = request;
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  // Whoever answers may take long, and what is spoken then may be silent for long.
  socket.on('error', ignore).setTimeout(0);
  try {
    response.assignSocket(socket);
  } catch {
    // An earlier answer is still on its way: the two would mix.
    socket.destroy();
    return undefined;
  }
  response.on('finish', () => {
    response.detachSocket(socket);
    socket.destroySoon();
  });
  return response;
}

const ignore = (): void => undefined;
