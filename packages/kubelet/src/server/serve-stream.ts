/** Answers requests for conversations: finds the container, the protocol, and connects the two. */
import { findContainer } from './commands/find-container.ts';
import { readCommandQuery } from './commands/command-query.ts';
import { holdConversation } from './commands/hold-conversation.ts';
import { HttpError } from './http-error.ts';
import type { StreamRoute } from './routes.ts';
import type { ServerContext } from './server-context.ts';
import type { Upgrade } from './websocket/channel-socket.ts';
import { openCommandSocket } from './websocket/command-socket.ts';

/** @throws HttpError before the connection was upgraded */
export async function serveStream(
  context: ServerContext,
  route: StreamRoute,
  upgrade: Upgrade & { readonly query: URLSearchParams },
): Promise<void> {
  if (route.type === 'portForward') throw new HttpError(501, 'port forwarding is not supported');
  const { runtime, idleTimeout, clock } = context;
  const asked = readCommandQuery(upgrade.query);
  const { id, tty } = await findContainer(context, route);
  // A container that runs already has a terminal, or has none.
  const query = route.type === 'attach' ? { ...asked, tty, stderr: asked.stderr && !tty } : asked;
  if (!isWebSocket(upgrade)) throw new HttpError(400, 'unable to upgrade: only WebSocket is spoken here');
  const channels = await openCommandSocket(upgrade, { query, idleTimeout, clock });
  await holdConversation(runtime, { type: route.type, containerId: id, query }, channels);
}

function isWebSocket({ request }: Upgrade): boolean {
  return request.headers.upgrade?.toLowerCase() === 'websocket';
}
