/** A client of exec or attach over SPDY: every channel is a stream, which says in its headers what it is. */
import type { Clock } from '@wherry/component';
import type { CommandChannels } from '../commands/command-channels.ts';
import type { CommandQuery } from '../commands/command-query.ts';
import { statusBytes } from '../commands/remote-status.ts';
import { terminalSizes } from '../commands/terminal-sizes.ts';
import type { Upgrade } from '../websocket/channel-socket.ts';
import { acceptSpdy, negotiateSpdy } from './handshake.ts';
import { startSpdyConnection, type SpdyStream } from './spdy-connection.ts';

/** The newest first: its error channel carries a Status; the third one brought sizes, the second half-closed streams. */
const PROTOCOLS = ['v4.channel.k8s.io', 'v3.channel.k8s.io', 'v2.channel.k8s.io', 'channel.k8s.io'];
const WITH_STATUS = ['v4.channel.k8s.io'];
const WITH_SIZES = ['v4.channel.k8s.io', 'v3.channel.k8s.io'];
const STREAM_TYPE = 'streamtype';
/** As long as Kubernetes waits. */
const STREAMS_MS = 30_000;
const MOST_STREAMS = 5;

type StreamType = 'error' | 'stdin' | 'stdout' | 'stderr' | 'resize';

/** Resolves when all streams are there; undefined when the client does not open them. @throws HttpError */
export async function openCommandStreams(
  upgrade: Upgrade,
  options: { readonly query: CommandQuery; readonly idleTimeout: number; readonly clock: Clock },
): Promise<CommandChannels | undefined> {
  const { query, idleTimeout, clock } = options;
  const protocol = negotiateSpdy(upgrade.request, PROTOCOLS);
  const missing = expectedStreams(query, protocol);
  const streams = new Map<string, SpdyStream>();
  const complete = Promise.withResolvers<boolean>();
  const accept = (stream: SpdyStream): boolean => {
    const type = stream.headers.get(STREAM_TYPE) ?? '';
    if (!missing.delete(type)) return false;
    streams.set(type, stream);
    if (missing.size === 0) complete.resolve(true);
    return true;
  };
  const link = acceptSpdy(upgrade, protocol);
  const connection = startSpdyConnection({ link, accept, mostStreams: MOST_STREAMS, idleTimeout, clock });
  const late = clock.after(STREAMS_MS, () => complete.resolve(false));
  connection.signal.addEventListener('abort', () => complete.resolve(false));
  const isComplete = await complete.promise;
  late.cancel();
  if (!isComplete) {
    link.destroy();
    return undefined;
  }
  const streamOf = (type: StreamType) => streams.get(type);
  return {
    stdin: streamOf('stdin')?.incoming ?? nothing(),
    sizes: terminalSizes(streamOf('resize')?.incoming ?? nothing()),
    write: async (stream, bytes) => streamOf(stream)?.write(bytes),
    async writeStatus(status) {
      const bytes = statusBytes(status, { isJson: WITH_STATUS.includes(protocol) });
      // Clients read the status when their output has ended.
      await Promise.all([streamOf('stdout')?.end(), streamOf('stderr')?.end()]);
      if (bytes !== undefined) await streamOf('error')?.write(bytes);
      await streamOf('error')?.end();
    },
    close: () => connection.close(),
    signal: connection.signal,
  };
}

function expectedStreams({ stdin, stdout, stderr, tty }: CommandQuery, protocol: string): Set<string> {
  const expected: StreamType[] = [
    'error',
    ...(stdin ? ['stdin' as const] : []),
    ...(stdout ? ['stdout' as const] : []),
    ...(stderr ? ['stderr' as const] : []),
    ...(tty && WITH_SIZES.includes(protocol) ? ['resize' as const] : []),
  ];
  return new Set(expected);
}

async function* nothing(): AsyncIterable<Buffer> {}
