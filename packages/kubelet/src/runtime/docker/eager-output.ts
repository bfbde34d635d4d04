/**
 * Reads a connection ahead of whoever takes what comes out of it, within a bound. A connection that is broken by the
 * other side while we still write to it is destroyed together with what was not read: so there is to be nothing left
 * unread for longer than it must.
 */
import type { Duplex } from 'node:stream';

/** More than a socket of the engine buffers. */
const MOST_AHEAD = 2 ** 20;

/** What comes out of a connection until it ends. A connection that breaks while it is written to has ended, too. */
export async function* eagerOutput(socket: Duplex): AsyncIterable<Buffer> {
  const waiting: Buffer[] = [];
  let ahead = 0;
  let isOver = false;
  let wake = Promise.withResolvers<void>();
  socket.on('data', (bytes: Buffer) => {
    waiting.push(bytes);
    ahead += bytes.length;
    if (ahead > MOST_AHEAD) socket.pause();
    wake.resolve();
  });
  const over = () => {
    isOver = true;
    wake.resolve();
  };
  socket.on('end', over);
  socket.on('close', over);
  socket.on('error', over);
  for (;;) {
    const bytes = waiting.shift();
    if (bytes !== undefined) {
      ahead -= bytes.length;
      if (ahead <= MOST_AHEAD / 2 && socket.isPaused()) socket.resume();
      yield bytes;
    } else if (isOver || socket.destroyed) return;
    else {
      await wake.promise;
      wake = Promise.withResolvers<void>();
    }
  }
}
