// Many watchers, each on a connection of its own, and the time that a write takes to reach the last of them.

import type { TLSSocket } from 'node:tls';
import { quantile } from '../statistics.ts';
import { openSocket, responsesOn, type HttpsTarget } from './https-socket.ts';
import { formatRequest } from './https-load.ts';
import { requestSource, type RequestTemplate } from './request-template.ts';

export interface OpenWatchers {
  readonly target: HttpsTarget;
  readonly path: string;
  readonly count: number;
  /** What stands before an object's number in the text of an event, and nowhere else in it. */
  readonly marker: string;
}

export interface FanOut {
  /** Where the writes go. */
  readonly target: HttpsTarget;
  /** A write; its `{i}` has to show up in the event behind the marker. */
  readonly template: RequestTemplate;
  readonly perSecond: number;
  readonly writes: number;
  /** How long the last events may take after the last write was answered, in milliseconds. @default 10_000 */
  readonly patienceMs?: number;
}

/** Milliseconds from sending a write to the last watcher's having its event. */
export interface FanOutFigures {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** Open watchers. */
export interface Watchers {
  /** @throws {Error} when a write is refused, or an event does not reach everyone */
  fanOut(options: FanOut): Promise<FanOutFigures>;
  close(): void;
}

const digits = 7;
/** Handshakes under way at a time. */
const openingAtOnce = 16;
/** Opens the watchers; resolves when every one of them has the head of its answer. */
export async function openWatchers({ target, path, count, marker }: OpenWatchers): Promise<Watchers> {
  const arrivals = new Arrivals(count);
  const sockets: TLSSocket[] = [];
  let opened = 0;
  const one = async (): Promise<void> => {
    while (opened < count) {
      opened += 1;
      sockets.push(await openWatch(target, { path, marker, arrivals }));
    }
  };
  await Promise.all(Array.from({ length: openingAtOnce }, one));
  return {
    fanOut: (options) => fanOut(options, arrivals),
    close: () => sockets.forEach((socket) => socket.destroy()),
  };
}

/** When events were sent and how many watchers have them. */
class Arrivals {
  readonly #watchers: number;
  #sent = new Map<number, number>();
  #seen = new Map<number, number>();
  #latencies: number[] = [];
  #failure: Error | undefined;

  constructor(watchers: number) {
    this.#watchers = watchers;
  }

  begin(): void {
    this.#sent = new Map();
    this.#seen = new Map();
    this.#latencies = [];
  }

  sent(event: number): void {
    this.#sent.set(event, performance.now());
  }

  arrived(event: number): void {
    const sent = this.#sent.get(event);
    if (sent === undefined) return;
    const seen = (this.#seen.get(event) ?? 0) + 1;
    this.#seen.set(event, seen);
    if (seen === this.#watchers) this.#latencies.push(performance.now() - sent);
  }

  fail(error: Error): void {
    this.#failure ??= error;
  }

  /** The latencies of the events that have reached everyone. */
  get latencies(): readonly number[] {
    if (this.#failure !== undefined) throw this.#failure;
    return this.#latencies;
  }
}

interface Watch {
  readonly path: string;
  readonly marker: string;
  readonly arrivals: Arrivals;
}

/** Resolves when the head of the answer is there. */
async function openWatch(target: HttpsTarget, { path, marker, arrivals }: Watch): Promise<TLSSocket> {
  const head = Promise.withResolvers<void>();
  let isOpen = false;
  const fail = (error: Error): void => (isOpen ? arrivals.fail(error) : head.reject(error));
  const find = eventFinder(marker, (event) => arrivals.arrived(event));
  let start = '';
  const socket = await openSocket(target, (bytes) => {
    const text = bytes.toString('latin1');
    if (isOpen) return find(text);
    start += text;
    const end = start.indexOf('\r\n\r\n');
    if (end < 0) return;
    if (!start.startsWith('HTTP/1.1 200 ')) return fail(new Error(`A watch was refused: ${start.slice(0, end)}`));
    isOpen = true;
    head.resolve();
    find(start.slice(end));
  });
  socket.on('error', fail);
  socket.on('close', () => fail(new Error('The server closed a watch')));
  socket.write(formatRequest({ method: 'GET', path }));
  await head.promise;
  return socket;
}

/** Finds the numbers behind the marker in a text that comes in pieces. */
function eventFinder(marker: string, found: (event: number) => void): (piece: string) => void {
  let tail = '';
  return (piece) => {
    const text = tail + piece;
    let from = 0;
    for (let at = text.indexOf(marker); at >= 0; at = text.indexOf(marker, from)) {
      const start = at + marker.length;
      if (start + digits > text.length) break;
      from = start + digits;
      found(Number(text.slice(start, from)));
    }
    // A marker that is torn between two pieces counts with the second.
    tail = text.slice(Math.max(from, text.length - marker.length - digits + 1));
  };
}

async function fanOut(
  { target, template, perSecond, writes, patienceMs = 10_000 }: FanOut,
  arrivals: Arrivals,
): Promise<FanOutFigures> {
  arrivals.begin();
  const socket = await openSocket(target);
  const next = requestSource(template);
  try {
    const answered = responsesOn(socket, writes);
    const start = performance.now();
    for (let write = 0; write < writes; write += 1) {
      // By the clock, whether the server keeps up or not.
      await until(start + (write * 1000) / perSecond);
      arrivals.sent(write);
      socket.write(next());
    }
    await answered;
    const deadline = performance.now() + patienceMs;
    while (arrivals.latencies.length < writes && performance.now() < deadline) await until(performance.now() + 5);
  } finally {
    socket.destroy();
  }
  const sorted = arrivals.latencies.toSorted((one, other) => one - other);
  if (sorted.length < writes) throw new Error(`${writes - sorted.length} of ${writes} events did not reach everyone`);
  return { p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99), max: quantile(sorted, 1) };
}

function until(time: number): Promise<void> {
  return new Promise((done) => {
    setTimeout(done, Math.max(0, time - performance.now()));
  });
}
