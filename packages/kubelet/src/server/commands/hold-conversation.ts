/** Connects a client with a command or a container, until one of them ends. */
import type { Runtime, StreamPeer } from '../../runtime/runtime.ts';
import type { CommandChannels } from './command-channels.ts';
import type { CommandQuery } from './command-query.ts';
import { exitStatus, failureStatus, SUCCESS, type RemoteStatus } from './remote-status.ts';

export interface Talk {
  readonly type: 'exec' | 'attach';
  readonly containerId: string;
  readonly query: CommandQuery;
}

/** Never rejects: how it ended is told to the client. */
export async function holdConversation(
  runtime: Pick<Runtime, 'converse' | 'attach'>,
  talk: Talk,
  channels: CommandChannels,
): Promise<void> {
  try {
    const status = await converse(runtime, talk, channels);
    if (!channels.signal.aborted) await channels.writeStatus(status);
  } finally {
    channels.close();
  }
}

async function converse(
  runtime: Pick<Runtime, 'converse' | 'attach'>,
  { type, containerId, query }: Talk,
  channels: CommandChannels,
): Promise<RemoteStatus> {
  const { command, tty } = query;
  const peer: StreamPeer = {
    ...(query.stdin ? { stdin: channels.stdin } : {}),
    ...(tty ? { sizes: channels.sizes } : {}),
    write: (stream, bytes) => (query[stream] ? channels.write(stream, bytes) : undefined),
    signal: channels.signal,
  };
  try {
    if (type === 'exec') return exitStatus(await runtime.converse(containerId, command, { tty, peer }), command);
    await runtime.attach(containerId, { peer });
    return SUCCESS;
  } catch (error) {
    return failureStatus(
      error,
      type === 'exec' ? 'error executing command in container' : 'error attaching to container',
    );
  }
}
