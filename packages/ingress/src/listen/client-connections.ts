/**
 * The open connections of clients, and the end of those that only take up room. One look at all of them every few seconds
 * takes the place of timers, which would be set anew with every request.
 */
import type { Socket } from 'node:net';
import { releasing, type Clock, type Running } from '@wherry/component';

/** One connection, as those see it who serve requests on it. */
export interface ClientConnection {
  /** How many of its requests are under way. */
  busy: number;
}

export interface ClientConnections extends Running {
  readonly size: number;
  /** Has an eye on a connection until it closes. */
  add(socket: Socket): void;
  /** Undefined for one that is not looked after. */
  find(socket: Socket): ClientConnection | undefined;
  /** It may be silent for as long as it likes from now on; it is still one of those that are ended at last. */
  exempt(socket: Socket): void;
  endAll(): void;
}

const LOOK_EVERY_MS = 5000;
/** A connection between two requests is kept for this long. */
const IDLE_MS = 75_000;
/** A connection on which nothing moves, in a body or while an answer is awaited, ends after this. */
const STALLED_MS = 900_000;

interface Watched extends ClientConnection {
  /** What has passed in both directions. */
  bytes: number;
  /** Since when no more has. */
  since: number;
}

export function watchClients(clock: Clock): ClientConnections {
  const watched = new Map<Socket, Watched | undefined>();
  const look = (): void => {
    const now = clock.monotonic();
    for (const [socket, state] of watched) {
      if (state === undefined) continue;
      const bytes = socket.bytesRead + socket.bytesWritten;
      if (bytes !== state.bytes) {
        state.bytes = bytes;
        state.since = now;
      } else if (now - state.since >= (state.busy > 0 ? STALLED_MS : IDLE_MS)) {
        socket.destroy();
      }
    }
  };
  const timer = clock.every(LOOK_EVERY_MS, look);
  return {
    ...releasing(() => timer.cancel()),
    get size() {
      return watched.size;
    },
    add(socket) {
      watched.set(socket, { busy: 0, bytes: 0, since: clock.monotonic() });
      socket.on('close', () => watched.delete(socket));
    },
    find: (socket) => watched.get(socket),
    exempt(socket) {
      if (watched.has(socket)) watched.set(socket, undefined);
    },
    endAll() {
      for (const socket of watched.keys()) socket.destroy();
    },
  };
}
