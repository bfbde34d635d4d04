/** Finding the bearer token of a request: in the Authorization header, or hidden among WebSocket protocols. */
import { type IncomingHttpHeaders } from 'node:http';

/** Browsers cannot set headers on a WebSocket, so a token may come as a protocol with this prefix, base64url-encoded. */
const PROTOCOL_PREFIX = 'base64url.bearer.authorization.k8s.io.';

/** The token of the Authorization header, or undefined when it has none. */
export function bearerToken(authorization: string | undefined): string | undefined {
  const [scheme, token] = (authorization ?? '').trim().split(' ');
  return scheme?.toLowerCase() === 'bearer' && token !== undefined && token !== '' ? token : undefined;
}

/** A token that came among the WebSocket protocols. */
export interface WebSocketToken {
  readonly token: string;
  /** The other protocols: only these may be echoed to the client. */
  readonly protocols: readonly string[];
}

/** A WebSocket request whose token cannot be read. */
export class WebSocketTokenError extends Error {
  override name = 'WebSocketTokenError';
}

/**
 * The token among the WebSocket protocols, or undefined when there is none or the request is none for a WebSocket.
 *
 * @throws WebSocketTokenError when there are several, or one that cannot be read, or no protocol besides.
 */
export function webSocketToken(headers: IncomingHttpHeaders): WebSocketToken | undefined {
  if (headers.upgrade?.toLowerCase() !== 'websocket' || !/\bupgrade\b/i.test(headers.connection ?? ''))
    return undefined;
  const all = (headers['sec-websocket-protocol'] ?? '').split(',').map((protocol) => protocol.trim());
  const [encoded, ...more] = all.filter((protocol) => protocol.startsWith(PROTOCOL_PREFIX));
  if (encoded === undefined) return undefined;
  if (more.length > 0) throw new WebSocketTokenError('multiple base64.bearer.authorization tokens specified');
  const token = decode(encoded.slice(PROTOCOL_PREFIX.length));
  const protocols = all.filter((protocol) => protocol !== encoded);
  if (token !== '' && protocols.length === 0) throw new WebSocketTokenError('missing additional subprotocol');
  return token === '' ? undefined : { token, protocols };
}

function decode(encoded: string): string {
  const bytes = Buffer.from(encoded, 'base64url');
  if (bytes.toString('base64url') !== encoded) {
    throw new WebSocketTokenError('invalid base64.bearer.authorization token encoding');
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new WebSocketTokenError('invalid base64.bearer.authorization token', { cause: error });
  }
}
