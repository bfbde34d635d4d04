/** Answers requests for conversations: finds the container, the protocol, and connects the two. */
import { findContainer } from './commands/find-container.ts';
import { readCommandQuery } from './commands/command-query.ts';
import { holdConversation } from './commands/hold-conversation.ts';
import { HttpError } from './http-error.ts';
import type { StreamRoute } from './routes.ts';
import type { ServerContext } from './server-context.ts';
import { servePortForward } from './port-forward/serve-port-forward.ts';
import { isWebSocket, type Upgrade } from './websocket/channel-socket.ts';
import { openCommandStreams } from './spdy/command-streams.ts';
import { isSpdy } from './spdy/handshake.ts';
import { openCommandSocket } from './websocket/command-socket.ts';

/** @throws HttpError before the connection was upgraded */
export async function serveStream(
  context: ServerContext,
  route: StreamRoute,
  upgrade: Upgrade & { readonly query: URLSearchParams },
): Promise<void> {
  if (route.type === 'portForward') return servePortForward(context, route, upgrade);
  const { runtime, idleTimeout, clock } = context;
  const asked = readCommandQuery(upgrade.query);
  const { id, tty } = await findContainer(context, route);
  // A container that runs already has a terminal, or has none.
  const query = route.type === 'attach' ? { ...asked, tty, stderr: asked.stderr && !tty } : asked;
  const options = { query, idleTimeout, clock };
  const channels = isWebSocket(upgrade)
    ? await openCommandSocket(upgrade, options)
    : isSpdy(upgrade)
      ? await openCommandStreams(upgrade, options)
      : refuse(upgrade);
  // A client that has asked for a conversation and then does not begin it has gone.
  if (channels !== undefined) await holdConversation(runtime, { type: route.type, containerId: id, query }, channels);
}

function refuse({ request }: Upgrade): never {
  const wanted = JSON.stringify(request.headers.upgrade);
  throw new HttpError(400, `unable to upgrade: missing upgrade headers in request: Upgrade is ${wanted}\n`);
}
