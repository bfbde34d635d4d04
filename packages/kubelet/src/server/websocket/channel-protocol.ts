/**
 * The WebSocket protocols of Kubernetes, as far as they are the same for all: every message belongs to a channel, which
 * its first byte names. Pure.
 */

export interface ChannelProtocol {
  /** '' when the client has named none. */
  readonly name: string;
  /** Messages as they are, or in base64 with the channel as a digit. */
  readonly encoding: 'binary' | 'base64';
  /** Whether the error channel carries a Status. */
  readonly hasStatus: boolean;
  /** Whether a client can close a channel and keep the connection. */
  readonly hasClose: boolean;
}

const PRE_4 = { hasStatus: false, hasClose: false } as const;
const SINCE_4 = { hasStatus: true, hasClose: false } as const;

/** Of exec and attach. */
export const COMMAND_PROTOCOLS: readonly ChannelProtocol[] = [
  { name: 'v5.channel.k8s.io', encoding: 'binary', hasStatus: true, hasClose: true },
  { name: 'v4.channel.k8s.io', encoding: 'binary', ...SINCE_4 },
  { name: 'v4.base64.channel.k8s.io', encoding: 'base64', ...SINCE_4 },
  { name: 'channel.k8s.io', encoding: 'binary', ...PRE_4 },
  { name: 'base64.channel.k8s.io', encoding: 'base64', ...PRE_4 },
  { name: '', encoding: 'binary', ...PRE_4 },
];

/** Of port-forward, with a pair of channels a port. */
export const PORT_PROTOCOLS: readonly ChannelProtocol[] = COMMAND_PROTOCOLS.filter(({ name }) =>
  ['v4.channel.k8s.io', 'v4.base64.channel.k8s.io', ''].includes(name),
);

/** Names a channel that is to be closed. */
const CLOSE = 255;

/** The first that the client names and we have; undefined when there is none. */
export function negotiate(
  header: string | undefined,
  offered: readonly ChannelProtocol[],
): ChannelProtocol | undefined {
  const wanted = (header ?? '').split(',').map((name) => name.trim());
  for (const name of wanted) {
    const found = offered.find((protocol) => protocol.name === name);
    if (found !== undefined) return found;
  }
  return undefined;
}

export type ChannelMessage =
  | { readonly type: 'data'; readonly channel: number; readonly bytes: Buffer }
  | { readonly type: 'close'; readonly channel: number };

/** undefined: it says nothing. */
export function readMessage({ encoding, hasClose }: ChannelProtocol, message: Buffer): ChannelMessage | undefined {
  const [first] = message;
  if (first === undefined) return undefined;
  if (encoding === 'base64') {
    const bytes = Buffer.from(message.toString('latin1', 1), 'base64');
    return { type: 'data', channel: first - 0x30, bytes };
  }
  if (hasClose && first === CLOSE) {
    const [, channel] = message;
    return channel === undefined ? undefined : { type: 'close', channel };
  }
  return { type: 'data', channel: first, bytes: message.subarray(1) };
}

/** A string is a text message. */
export function writeMessage({ encoding }: ChannelProtocol, channel: number, bytes: Buffer): Buffer | string {
  if (encoding === 'base64') return `${channel}${bytes.toString('base64')}`;
  return Buffer.concat([Buffer.of(channel), bytes]);
}
