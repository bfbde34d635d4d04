/** Two ways for bytes: what SPDY runs on, be it a socket or messages of a WebSocket. */
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { createInbox } from '../commands/inbox.ts';

export interface ByteLink {
  /** Ends when the other side does, also when it breaks off. It is read only as fast as this is taken. */
  readonly bytes: AsyncIterable<Buffer>;
  /** Resolves when it can take more; what cannot be sent any more is dropped. */
  write(bytes: Buffer): Promise<void>;
  /** Ends it when all that was written has been sent. */
  end(): void;
  /** Ends it at once. */
  destroy(): void;
  /** Resolves when it is over, in both directions. */
  readonly closed: Promise<void>;
}

/** @param head what has been read already */
export function socketLink(socket: Duplex, head: Buffer): ByteLink {
  if (head.length > 0) socket.unshift(head);
  async function* bytes(): AsyncIterable<Buffer> {
    try {
      yield* socket as AsyncIterable<Buffer>;
    } catch {
      // Broken off is over as well.
    }
  }
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  // Many may wait for the same.
  let drained: PromiseWithResolvers<void> | undefined;
  const go = () => {
    drained?.resolve();
    drained = undefined;
  };
  socket.on('drain', go);
  void closed.then(go);
  return {
    bytes: bytes(),
    closed,
    write(chunk) {
      if (!socket.writable || socket.write(chunk) || socket.destroyed) return Promise.resolve();
      drained ??= Promise.withResolvers<void>();
      return drained.promise;
    },
    end: () => void socket.end(),
    destroy: () => void socket.destroy(),
  };
}

const MOST_WAITING = 2 ** 18;

/** Messages are bytes in a row: where one ends means nothing. */
export function webSocketLink(socket: WebSocket): ByteLink {
  const inbox = createInbox(() => {
    if (socket.isPaused && inbox.size <= MOST_WAITING / 2) socket.resume();
  });
  socket.binaryType = 'nodebuffer';
  socket.on('message', (data: Buffer) => {
    inbox.put(data);
    if (inbox.size > MOST_WAITING) socket.pause();
  });
  socket.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  void closed.then(() => inbox.end());
  return {
    bytes: inbox,
    closed,
    write: (chunk) =>
      new Promise((resolve) => {
        if (socket.readyState === socket.OPEN) socket.send(chunk, () => resolve());
        else resolve();
      }),
    end() {
      socket.resume();
      socket.close(1000);
    },
    destroy: () => socket.terminate(),
  };
}
