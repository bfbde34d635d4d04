/**
 * What comes out of a connection, to the last byte: also when it ends with an error, as it does when the other side closes
 * it with input that nobody has read. Readable's own iterator drops what has come before the error.
 */
import type { Duplex } from 'node:stream';

const MOST_WAITING = 2 ** 18;

/** Ends with the connection, however that ends. It is read no faster than this is taken. */
export async function* socketOutput(socket: Duplex): AsyncIterable<Buffer> {
  const waiting: Buffer[] = [];
  let size = 0;
  let isOver = socket.closed;
  let wake = Promise.withResolvers<void>();
  socket.on('data', (bytes: Buffer) => {
    waiting.push(bytes);
    size += bytes.length;
    if (size > MOST_WAITING) socket.pause();
    wake.resolve();
  });
  const over = () => {
    isOver = true;
    for (let rest: unknown = socket.read(); Buffer.isBuffer(rest); rest = socket.read()) waiting.push(rest);
    wake.resolve();
  };
  socket.on('end', over);
  socket.on('close', over);
  socket.on('error', over);
  for (;;) {
    const bytes = waiting.shift();
    if (bytes !== undefined) {
      size -= bytes.length;
      if (size <= MOST_WAITING / 2 && socket.isPaused()) socket.resume();
      yield bytes;
    } else if (isOver) return;
    else {
      await wake.promise;
      wake = Promise.withResolvers<void>();
    }
  }
}
