/** A connection with channels over WebSocket: takes messages apart, and keeps memory bounded in both directions. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Clock } from '@wherry/component';
import { createInbox, type Inbox } from '../commands/inbox.ts';
import { HttpError } from '../http-error.ts';
import { startIdleTimer } from '../idle-timer.ts';
import { negotiate, readMessage, writeMessage, type ChannelProtocol } from './channel-protocol.ts';

/** A request that is about to become a connection. */
export interface Upgrade {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
}

export interface ChannelSocketOptions {
  readonly protocols: readonly ChannelProtocol[];
  /** The channels that are read; what comes on others is dropped. */
  readonly reads: readonly number[];
  readonly idleTimeout: number;
  readonly clock: Clock;
}

export interface ChannelSocket {
  readonly protocol: ChannelProtocol;
  /** What comes on a channel that is read. */
  read(channel: number): AsyncIterable<Buffer>;
  /** Resolves when the connection can take more; what is for a client that has gone is dropped. */
  write(channel: number, bytes: Buffer): Promise<void>;
  /** Ends the connection when all that was written has been sent. */
  close(): void;
  readonly signal: AbortSignal;
}

/** What may wait to be taken before the client is made to wait. */
const MOST_WAITING = 2 ** 20;
const LARGEST_MESSAGE = 2 ** 25;
/** A client that is made to wait cannot be heard going: writing to it tells. */
const PING_MS = 30_000;
const CLOSE_MS = 10_000;

export function isWebSocket({ request }: Pick<Upgrade, 'request'>): boolean {
  return request.headers.upgrade?.toLowerCase() === 'websocket';
}

/** @throws HttpError when no protocol is found */
export function openChannelSocket(upgrade: Upgrade, options: ChannelSocketOptions): Promise<ChannelSocket> {
  const protocol = negotiate(upgrade.request.headers['sec-websocket-protocol'], options.protocols);
  if (protocol === undefined) throw new HttpError(403, 'unable to negotiate a WebSocket protocol\n');
  return acceptWebSocket(upgrade, protocol.name).then((socket) => new Channels(socket, protocol, options));
}

/**
 * Answers the handshake. What is no handshake is refused on the connection, and this never resolves.
 *
 * @param protocol '' for none. Of the protocols of Kubernetes one has a slash in its name, which a name may not have
 *   (RFC 6455): so the library is not asked.
 */
export function acceptWebSocket({ request, socket, head }: Upgrade, protocol: string): Promise<WebSocket> {
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: LARGEST_MESSAGE,
  });
  delete request.headers['sec-websocket-protocol'];
  if (protocol !== '') server.on('headers', (headers) => headers.push(`Sec-WebSocket-Protocol: ${protocol}`));
  return new Promise((resolve) => server.handleUpgrade(request, socket, head, resolve));
}

class Channels implements ChannelSocket {
  readonly protocol: ChannelProtocol;
  readonly #socket: WebSocket;
  readonly #clock: Clock;
  readonly #inboxes: ReadonlyMap<number, Inbox>;
  readonly #gone = new AbortController();
  readonly #touch: () => void;

  constructor(socket: WebSocket, protocol: ChannelProtocol, { reads, idleTimeout, clock }: ChannelSocketOptions) {
    this.protocol = protocol;
    this.#socket = socket;
    this.#clock = clock;
    this.#inboxes = new Map(reads.map((channel) => [channel, createInbox(() => this.#flow())]));
    const idle = startIdleTimer({ clock, timeout: idleTimeout, expired: () => socket.terminate() });
    this.#touch = () => idle.touch();
    const pinging = clock.every(PING_MS, () => socket.ping(() => undefined));
    socket.binaryType = 'nodebuffer';
    socket.on('message', (data: Buffer) => this.#take(data));
    // What went wrong ends the connection; `close` follows.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      idle.cancel();
      pinging.cancel();
      this.#gone.abort();
      for (const inbox of this.#inboxes.values()) inbox.end();
    });
  }

  get signal(): AbortSignal {
    return this.#gone.signal;
  }

  read(channel: number): AsyncIterable<Buffer> {
    return this.#inboxes.get(channel) ?? (async function* () {})();
  }

  write(channel: number, bytes: Buffer): Promise<void> {
    this.#touch();
    return new Promise((resolve) => {
      if (this.#socket.readyState !== this.#socket.OPEN) resolve();
      else this.#socket.send(writeMessage(this.protocol, channel, bytes), () => resolve());
    });
  }

  close(): void {
    for (const inbox of this.#inboxes.values()) inbox.end();
    this.#socket.resume();
    this.#socket.close(1000);
    const giveUp = this.#clock.after(CLOSE_MS, () => this.#socket.terminate());
    this.#socket.on('close', () => giveUp.cancel());
  }

  #take(data: Buffer): void {
    this.#touch();
    const message = readMessage(this.protocol, data);
    if (message === undefined) return;
    const inbox = this.#inboxes.get(message.channel);
    if (message.type === 'close') inbox?.end();
    else inbox?.put(message.bytes);
    this.#flow();
  }

  #flow(): void {
    let waiting = 0;
    for (const { size } of this.#inboxes.values()) waiting += size;
    if (waiting > MOST_WAITING) this.#socket.pause();
    else if (this.#socket.isPaused && waiting <= MOST_WAITING / 2) this.#socket.resume();
  }
}
