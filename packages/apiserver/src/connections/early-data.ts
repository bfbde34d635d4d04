/**
 * A client's connection while it waits to be spliced: what it sends already is kept, up to a bound, and its end is
 * noticed, which nobody would see who does not read.
 */
import type { Socket } from 'node:net';

export interface EarlyData {
  /** Aborted when the client has ended the connection. */
  readonly gone: AbortSignal;
  /** Stops reading and returns what has come. */
  stop(): Buffer;
}

const MOST_BYTES = 64 * 1024;

/** @param head what was read before */
export function readEarly(socket: Socket, head: Buffer): EarlyData {
  const gone = new AbortController();
  const chunks = [head];
  let size = head.length;
  const onData = (chunk: Buffer): void => {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= MOST_BYTES) socket.pause();
  };
  const onEnd = (): void => gone.abort(new Error('The client went away'));
  socket.on('data', onData).on('end', onEnd).on('close', onEnd);
  if (socket.destroyed || socket.readableEnded) onEnd();
  return {
    gone: gone.signal,
    stop() {
      socket.off('data', onData).off('end', onEnd).off('close', onEnd).pause();
      return Buffer.concat(chunks);
    },
  };
}
