/** A client of exec or attach over WebSocket. */
import type { Clock } from '@wherry/component';
import type { CommandChannels } from '../commands/command-channels.ts';
import type { CommandQuery } from '../commands/command-query.ts';
import { statusBytes } from '../commands/remote-status.ts';
import { terminalSizes } from '../commands/terminal-sizes.ts';
import { COMMAND_PROTOCOLS } from './channel-protocol.ts';
import { openChannelSocket, type Upgrade } from './channel-socket.ts';

const CHANNEL = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4 };

/** @throws HttpError */
export async function openCommandSocket(
  upgrade: Upgrade,
  options: { readonly query: CommandQuery; readonly idleTimeout: number; readonly clock: Clock },
): Promise<CommandChannels> {
  const { query, idleTimeout, clock } = options;
  const reads = [...(query.stdin ? [CHANNEL.stdin] : []), ...(query.tty ? [CHANNEL.resize] : [])];
  const socket = await openChannelSocket(upgrade, { protocols: COMMAND_PROTOCOLS, reads, idleTimeout, clock });
  // Clients take an empty message for the sign that they are connected.
  const first = query.stdout ? CHANNEL.stdout : query.stderr ? CHANNEL.stderr : CHANNEL.error;
  await socket.write(first, Buffer.alloc(0));
  return {
    stdin: socket.read(CHANNEL.stdin),
    sizes: terminalSizes(socket.read(CHANNEL.resize)),
    write: (stream, bytes) => socket.write(CHANNEL[stream], bytes),
    async writeStatus(status) {
      const bytes = statusBytes(status, { isJson: socket.protocol.hasStatus });
      if (bytes !== undefined) await socket.write(CHANNEL.error, bytes);
    },
    close: () => socket.close(),
    signal: socket.signal,
  };
}
