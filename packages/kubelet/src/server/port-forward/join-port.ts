/** Joins a client's stream with a connection to a port of a pod. Each side may end on its own. */
import type { Socket } from 'node:net';

export interface PortStream {
  readonly incoming: AsyncIterable<Buffer>;
  write(bytes: Buffer): Promise<void>;
  end(): Promise<void>;
  /** Aborted when the client wants no more of it. */
  readonly signal: AbortSignal;
}

/** Resolves when both sides have ended, or one of them is gone. Never rejects: a pod may break off what it likes. */
export async function joinPort(stream: PortStream, socket: Socket): Promise<void> {
  const { signal } = stream;
  const cut = () => socket.destroy();
  if (signal.aborted) cut();
  signal.addEventListener('abort', cut, { once: true });
  socket.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  void feed(stream.incoming, socket);
  try {
    for await (const bytes of withoutDestroying(socket)) await stream.write(bytes);
  } catch {
    // Broken off: what has come until then was passed on.
  }
  await stream.end();
  // The pod may still read, for as long as the client writes.
  await closed;
  signal.removeEventListener('abort', cut);
}

/** Readable's own iterator would end both directions with the first. */
function withoutDestroying(socket: Socket): AsyncIterable<Buffer> {
  const iterator: AsyncIterable<Buffer> = socket.iterator({ destroyOnReturn: false });
  return iterator;
}

async function feed(incoming: AsyncIterable<Buffer>, socket: Socket): Promise<void> {
  for await (const bytes of incoming) {
    if (!socket.writable) return;
    await new Promise<void>((resolve) => {
      socket.write(bytes, () => resolve());
    });
  }
  socket.end();
}
