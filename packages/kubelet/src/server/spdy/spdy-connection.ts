/**
 * The side of a SPDY/3.1 connection that accepts streams. It keeps to what moby/spdystream does, which is what clients of
 * Kubernetes speak: windows are neither kept nor counted, the connection below makes both sides wait. So one bound holds
 * for all that waits to be taken, and no peer can make it hold more: nor can it open streams without end.
 */
import type { Clock } from '@wherry/component';
import { createInbox, type Inbox } from '../commands/inbox.ts';
import { startIdleTimer } from '../idle-timer.ts';
import type { ByteLink } from './byte-link.ts';
import { LEAVE, RESET, SpdyError, type Frame } from './frame.ts';
import { readHeaderBlock, writeHeaderBlock, type Headers } from './header-block.ts';
import { createHeaderPacker, createHeaderUnpacker } from './header-compression.ts';
import { createFrameReader } from './read-frames.ts';
import { writeFrame } from './write-frame.ts';

export interface SpdyStream {
  readonly id: number;
  readonly headers: Headers;
  /** Ends when the peer ends or resets the stream, or goes. */
  readonly incoming: AsyncIterable<Buffer>;
  /** Resolves when more can be taken; what the peer does not want any more is dropped. */
  write(bytes: Buffer): Promise<void>;
  /** Nothing more is written. */
  end(): Promise<void>;
  /** The stream is of no use. */
  reset(): Promise<void>;
  /** Aborted when the peer has reset the stream, or has gone. */
  readonly signal: AbortSignal;
}

export interface SpdyConnection {
  /** Aborted when the connection is over. */
  readonly signal: AbortSignal;
  /** Takes no more streams, and leaves it to the peer to close, for a while: it may not have read everything yet. */
  close(): void;
}

export interface SpdyOptions {
  readonly link: ByteLink;
  /** Takes a stream, without writing to it right now: the answer to it comes first. false: it is not wanted. */
  readonly accept: (stream: SpdyStream) => boolean;
  /** How many streams there may be at a time. */
  readonly mostStreams: number;
  /** Milliseconds; 0: never. */
  readonly idleTimeout: number;
  readonly clock: Clock;
}

/** What may wait to be taken on all streams together before the peer is made to wait. */
const MOST_WAITING = 2 ** 23;
const PING_MS = 30_000;
/**
 * How long a peer may take to close. A peer of moby/spdystream that sees the end of the connection drops what it has
 * received and not yet read.
 */
const LINGER_MS = 120_000;

export function startSpdyConnection(options: SpdyOptions): SpdyConnection {
  const connection = new Connection(options);
  void connection.run();
  return connection;
}

interface OpenStream {
  readonly stream: SpdyStream;
  readonly inbox: Inbox;
  readonly gone: AbortController;
  /** We have ended it. */
  isEnded: boolean;
}

class Connection implements SpdyConnection {
  readonly #options: SpdyOptions;
  readonly #streams = new Map<number, OpenStream>();
  readonly #over = new AbortController();
  readonly #unpacker = createHeaderUnpacker();
  readonly #pack = createHeaderPacker();
  readonly #touch: () => void;
  readonly #release: () => void;
  #newest = 0;
  #ping = 0;
  #isClosing = false;
  #isClosed = false;
  #room: (() => void) | undefined;

  constructor(options: SpdyOptions) {
    this.#options = options;
    const { clock, idleTimeout, link } = options;
    const idle = startIdleTimer({ clock, timeout: idleTimeout, expired: () => link.destroy() });
    // A peer that is made to wait cannot be heard going: writing to it tells.
    const pinging = clock.every(PING_MS, () => void this.#write({ type: 'ping', id: (this.#ping += 2) }));
    void link.closed.then(() => {
      this.#isClosed = true;
      this.#room?.();
    });
    this.#touch = () => idle.touch();
    this.#release = () => {
      idle.cancel();
      pinging.cancel();
    };
  }

  get signal(): AbortSignal {
    return this.#over.signal;
  }

  async run(): Promise<void> {
    const { link } = this.#options;
    const reader = createFrameReader();
    try {
      for await (const chunk of link.bytes) {
        for (const frame of reader.read(chunk)) await this.#handle(frame);
        await this.#waitForRoom();
      }
    } catch (error) {
      if (!(error instanceof SpdyError)) throw error;
      await this.#write({ type: 'goAway', lastStreamId: this.#newest, status: LEAVE.protocolError });
    } finally {
      this.#release();
      this.#unpacker.close();
      for (const open of this.#streams.values()) drop(open);
      this.#streams.clear();
      this.#over.abort();
      link.destroy();
    }
  }

  close(): void {
    if (this.#isClosing) return;
    this.#isClosing = true;
    const { clock, link } = this.#options;
    const timer = clock.after(LINGER_MS, () => link.destroy());
    void link.closed.then(() => timer.cancel());
    if (this.#over.signal.aborted) link.destroy();
  }

  async #handle(frame: Frame): Promise<void> {
    if (frame.type !== 'ping') this.#touch();
    switch (frame.type) {
      case 'synStream':
        // Packed headers follow from each other: they are unpacked even when the stream is not taken.
        return this.#open(frame, readHeaderBlock(await this.#unpacker.unpack(frame.headers)));
      case 'synReply':
      case 'headers':
        await this.#unpacker.unpack(frame.headers);
        if (frame.isLast) this.#endOf(frame.streamId);
        return;
      case 'data':
        this.#streams.get(frame.streamId)?.inbox.put(frame.bytes);
        if (frame.isLast) this.#endOf(frame.streamId);
        return;
      case 'rstStream': {
        const open = this.#streams.get(frame.streamId);
        this.#streams.delete(frame.streamId);
        if (open !== undefined) drop(open);
        return;
      }
      case 'ping':
        // Theirs are odd, and come back as they are.
        return frame.id % 2 === 1 ? this.#write(frame) : undefined;
      case 'goAway':
      case 'settings':
      case 'windowUpdate':
        return;
    }
  }

  async #open(frame: Extract<Frame, { type: 'synStream' }>, headers: Headers): Promise<void> {
    const { streamId: id, isLast, isUnidirectional } = frame;
    if (id % 2 === 0 || id <= this.#newest) return this.#reset(id, RESET.protocolError);
    this.#newest = id;
    const { accept, mostStreams } = this.#options;
    if (this.#isClosing || this.#streams.size >= mostStreams) return this.#reset(id, RESET.refused);
    const open = this.#openStream(id, headers);
    open.isEnded = isUnidirectional;
    this.#streams.set(id, open);
    if (!accept(open.stream)) return open.stream.reset();
    if (isLast) this.#endOf(id);
    const reply = this.#pack(writeHeaderBlock(new Map()));
    return this.#write({ type: 'synReply', streamId: id, isLast: false, headers: reply });
  }

  #openStream(id: number, headers: Headers): OpenStream {
    const gone = new AbortController();
    const inbox = createInbox(() => this.#room?.());
    const open: OpenStream = {
      inbox,
      gone,
      isEnded: false,
      stream: {
        id,
        headers,
        incoming: inbox,
        write: (bytes) => (open.isEnded || gone.signal.aborted ? Promise.resolve() : this.#write(dataOf(id, bytes))),
        end: async () => {
          if (open.isEnded || gone.signal.aborted) return;
          open.isEnded = true;
          if (inbox.isEnded) this.#streams.delete(id);
          await this.#write({ ...dataOf(id, Buffer.alloc(0)), isLast: true });
        },
        reset: async () => {
          if (gone.signal.aborted) return;
          this.#streams.delete(id);
          drop(open);
          await this.#reset(id, RESET.cancel);
        },
        signal: gone.signal,
      },
    };
    return open;
  }

  #endOf(id: number): void {
    const open = this.#streams.get(id);
    open?.inbox.end();
    if (open?.isEnded === true) this.#streams.delete(id);
  }

  #reset(streamId: number, status: number): Promise<void> {
    return this.#write({ type: 'rstStream', streamId, status });
  }

  async #write(frame: Frame): Promise<void> {
    if (frame.type !== 'ping') this.#touch();
    if (!this.#over.signal.aborted) await this.#options.link.write(writeFrame(frame));
  }

  async #waitForRoom(): Promise<void> {
    while (!this.#isClosed && this.#waiting() > MOST_WAITING) {
      await new Promise<void>((resolve) => (this.#room = resolve));
    }
  }

  #waiting(): number {
    let size = 0;
    for (const { inbox } of this.#streams.values()) size += inbox.size;
    return size;
  }
}

function drop({ inbox, gone }: OpenStream): void {
  gone.abort();
  inbox.end();
}

function dataOf(streamId: number, bytes: Buffer): Extract<Frame, { type: 'data' }> {
  return { type: 'data', streamId, isLast: false, bytes };
}
