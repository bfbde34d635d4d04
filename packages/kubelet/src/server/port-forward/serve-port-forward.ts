/** Answers requests for port-forward, in the protocol that the client speaks. */
import { HttpError } from '../http-error.ts';
import type { PodPlace } from '../routes.ts';
import type { ServerContext } from '../server-context.ts';
import { webSocketLink } from '../spdy/byte-link.ts';
import { acceptSpdy, isSpdy, negotiateSpdy } from '../spdy/handshake.ts';
import { acceptWebSocket, isWebSocket, type Upgrade } from '../websocket/channel-socket.ts';
import { findSandbox } from './find-sandbox.ts';
import { readPorts, servePortChannels } from './port-channels.ts';
import { PORT_FORWARD_PROTOCOL, servePortStreams } from './port-streams.ts';

/** SPDY in the messages of a WebSocket, for ways that let no other upgrade pass (KEP 4006). */
const TUNNEL = `SPDY/3.1+${PORT_FORWARD_PROTOCOL}`;

/** @throws HttpError before the connection was upgraded */
export async function servePortForward(
  context: ServerContext,
  place: PodPlace,
  upgrade: Upgrade & { readonly query: URLSearchParams },
): Promise<void> {
  const { dialer, idleTimeout, clock } = context;
  const sandbox = await findSandbox(context, place);
  const common = { dialer, sandbox, idleTimeout, clock };
  if (isSpdy(upgrade)) {
    const protocol = negotiateSpdy(upgrade.request, [PORT_FORWARD_PROTOCOL]);
    servePortStreams({ ...common, link: acceptSpdy(upgrade, protocol) });
    return;
  }
  if (!isWebSocket(upgrade)) throw new HttpError(400, 'unable to upgrade: missing upgrade headers in request\n');
  if (namesTunnel(upgrade)) {
    servePortStreams({ ...common, link: webSocketLink(await acceptWebSocket(upgrade, TUNNEL)) });
    return;
  }
  await servePortChannels(upgrade, { ...common, ports: readPorts(upgrade.query) });
}

function namesTunnel({ request }: Upgrade): boolean {
  const header = request.headers['sec-websocket-protocol'] ?? '';
  return header.split(',').some((name) => name.trim() === TUNNEL);
}
