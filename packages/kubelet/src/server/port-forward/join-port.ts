/** Joins a client's stream with a connection to a port of a pod. Each side may end on its own. */
import type { Socket } from 'node:net';
import { socketOutput } from '../../runtime/socket-output.ts';

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
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  void feed(stream.incoming, socket);
  for await (const bytes of socketOutput(socket)) await stream.write(bytes);
  await stream.end();
  // The pod may still read, for as long as the client writes.
  await closed;
  signal.removeEventListener('abort', cut);
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
