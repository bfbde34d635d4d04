/**
 * Writes to a connection of the engine so that a failure of it does no harm. When the engine closes a connection whose
 * input it has not read, a write by way of the stream fails and the stream is destroyed, with all output that has come
 * and was not read. So the bytes go to the socket's descriptor, which does not wait for room: we do.
 */
import { writeSync } from 'node:fs';
import type { Duplex } from 'node:stream';
import type { Clock } from '@wherry/component';

const AGAIN_MS = { first: 1, most: 100 };

/** Resolves with whether all was written: not, when the other side wants no more of it. */
export async function writeDirectly(socket: Duplex, bytes: Buffer, clock: Clock): Promise<boolean> {
  let at = 0;
  for (let wait = AGAIN_MS.first; at < bytes.length;) {
    // A descriptor that was closed may be that of another connection by now: it is asked for each time.
    const fd = descriptorOf(socket);
    if (fd === undefined) return writeByStream(socket, bytes.subarray(at));
    const written = writeSome(fd, bytes.subarray(at));
    if (written === undefined) return false;
    at += written;
    if (written > 0) wait = AGAIN_MS.first;
    else {
      await clock.sleep(wait);
      wait = Math.min(2 * wait, AGAIN_MS.most);
    }
    if (!socket.writable) return false;
  }
  return true;
}

/** How much there was room for; undefined when the other side has closed. */
function writeSome(fd: number, bytes: Buffer): number | undefined {
  try {
    return writeSync(fd, bytes);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EAGAIN' ? 0 : undefined;
  }
}

/** Of a plain socket; what is encrypted has none that could be written to. */
function descriptorOf(socket: Duplex): number | undefined {
  if (socket.destroyed || 'encrypted' in socket || !('_handle' in socket)) return undefined;
  const handle: unknown = socket._handle;
  if (typeof handle !== 'object' || handle === null || !('fd' in handle)) return undefined;
  return typeof handle.fd === 'number' && handle.fd >= 0 ? handle.fd : undefined;
}

function writeByStream(socket: Duplex, bytes: Buffer): Promise<boolean> {
  if (!socket.writable) return Promise.resolve(false);
  return new Promise((resolve) => {
    socket.write(bytes, (error) => resolve(error === null || error === undefined));
  });
}
