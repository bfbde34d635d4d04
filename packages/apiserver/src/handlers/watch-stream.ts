/**
 * One client's watch. What cannot be sent yet is not made yet: the state that comes first is written as fast as the
 * client reads it, changes wait in the subscription, and a client that falls too far behind is cut off.
 */
import type { ServerResponse } from 'node:http';
import type { CacheEvent, WatchEventType } from '../storage/cache/cache-event.ts';
import { Overflow } from '../storage/cache/cache-errors.ts';
import type { Entry } from '../storage/cache/entry.ts';
import type { Subscription } from '../storage/cache/subscription.ts';
import type { Api } from './api.ts';
import { failureOf } from './failure.ts';
import type { Scope } from './scope.ts';
import type { Selecting } from './selection.ts';
import { writeHead } from './send.ts';
import type { WatchFrames } from './watch-frames.ts';
import type { WatchOptions } from './watch-options.ts';

export interface StreamOptions {
  readonly scope: Scope;
  readonly options: WatchOptions;
  readonly selecting: Selecting;
  readonly frames: WatchFrames;
}

/** How often a watcher that wants bookmarks gets one. */
const BOOKMARK_MS = 60_000;

/** How much of the state is written at a time, in bytes. */
const PIECE = 64 * 1024;

/** What comes before the changes. */
interface State {
  readonly entries: readonly Entry[];
  readonly revision: number;
  sent: number;
}

export class WatchStream {
  readonly #api: Api;
  readonly #stream: StreamOptions;
  readonly #response: ServerResponse;
  readonly #end = Promise.withResolvers<void>();
  #subscription: Subscription | undefined;
  /** Until it has been written. */
  #state: State | undefined;
  /** Changes that came before the state had been written. */
  #early: CacheEvent[] = [];

  constructor(api: Api, stream: StreamOptions) {
    this.#api = api;
    this.#stream = stream;
    this.#response = stream.scope.exchange.response;
  }

  /** Resolves when the watch is over, by time-out, by the client or by the server's end. */
  async run(): Promise<void> {
    const { options, frames, scope } = this.#stream;
    const { clock, stopping } = this.#api;
    const response = this.#response;
    const finish = () => this.#end.resolve();
    writeHead(scope.exchange, 200, { 'Content-Type': frames.contentType });
    response.flushHeaders();
    response.once('close', finish);
    response.on('drain', () => this.#goOn());
    stopping.addEventListener('abort', finish, { once: true });
    const timers = [
      clock.after(options.timeoutSeconds * 1000, finish),
      ...(options.bookmarks ? [clock.every(BOOKMARK_MS, () => this.#bookmark())] : []),
    ];
    if (stopping.aborted) finish();
    await Promise.race([this.#start(), this.#end.promise]);
    await this.#end.promise;
    for (const timer of timers) timer.cancel();
    stopping.removeEventListener('abort', finish);
    if (options.bookmarks && !response.destroyed) this.#bookmark();
    this.#subscription?.close();
    response.end();
  }

  async #start(): Promise<void> {
    try {
      await this.#reach();
      if (!this.#response.destroyed) this.#subscribe();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Who starts from a revision that is still to come, and wants no state, simply gets nothing until then. */
  async #reach(): Promise<void> {
    const { cache } = this.#api;
    const { from, withState } = this.#stream.options;
    if (from === undefined) await cache.fresh();
    else if (withState) await cache.reached(from);
  }

  /** The state and the subscription in the same tick: there is nothing between the two. */
  #subscribe(): void {
    const { options, selecting } = this.#stream;
    const { cache } = this.#api;
    const { prefix, key, field, where } = selecting;
    const filter = field === undefined ? {} : { field };
    // Revision 0 is any: what is at hand.
    let from = options.from === undefined || options.from === 0 ? cache.revision : options.from;
    if (options.withState) {
      from = cache.revision;
      const test = where === undefined ? {} : { where };
      const entries = key === undefined ? cache.list({ prefix, ...filter, ...test }).entries : this.#only(key);
      this.#state = { entries, revision: from, sent: 0 };
    }
    this.#subscription = cache.subscribe({
      prefix: key ?? prefix,
      from,
      ...filter,
      onEvents: (events) => this.#forward(events),
      onEnd: (error) => this.#fail(error),
    });
    this.#goOn();
  }

  #only(key: string): Entry[] {
    const entry = this.#api.cache.get(key);
    const { where } = this.#stream.selecting;
    return entry !== undefined && (where === undefined || where(entry)) ? [entry] : [];
  }

  /** Writes what can be written now. */
  #goOn(): void {
    if (!this.#writeState()) return;
    const early = this.#early;
    this.#early = [];
    if (early.length > 0 && !this.#forward(early)) return;
    this.#subscription?.resume();
  }

  /** Whether the state has been written and more may follow at once. */
  #writeState(): boolean {
    const state = this.#state;
    if (state === undefined) return true;
    const { frames, options } = this.#stream;
    while (state.sent < state.entries.length) {
      const pieces: Buffer[] = [];
      for (let size = 0; size < PIECE && state.sent < state.entries.length; state.sent += 1) {
        const entry = state.entries[state.sent];
        if (entry === undefined) continue;
        const frame = frames.initial(entry);
        size += frame.length;
        pieces.push(frame);
      }
      if (!this.#write(pieces) && state.sent < state.entries.length) return false;
    }
    this.#state = undefined;
    return this.#write(options.marksState ? [frames.bookmark(state.revision, { endsState: true })] : []);
  }

  #forward(events: readonly CacheEvent[]): boolean {
    if (this.#state !== undefined) {
      this.#early.push(...events);
      return false;
    }
    const { selecting, frames } = this.#stream;
    const chunks: Buffer[] = [];
    for (const event of events) {
      const type = typeFor(event, selecting);
      if (type !== undefined) chunks.push(frames.change(event, type));
    }
    return this.#write(chunks);
  }

  /** Whether more may be written at once. */
  #write(chunks: readonly Buffer[]): boolean {
    if (chunks.length === 0) return !this.#response.writableNeedDrain;
    const [first] = chunks;
    return this.#response.write(chunks.length === 1 ? first : Buffer.concat(chunks));
  }

  #bookmark(): void {
    const position = this.#subscription?.position;
    // As long as something is held back, the position is not where the client is.
    if (position === undefined || this.#state !== undefined || this.#early.length > 0) return;
    this.#write([this.#stream.frames.bookmark(position, { endsState: false })]);
  }

  #fail(error: unknown): void {
    if (error instanceof Overflow) {
      // What has been written cannot get through, so neither would the reason.
      this.#response.destroy();
    } else if (!this.#response.destroyed) {
      this.#write([this.#stream.frames.error(failureOf(error).toStatus())]);
    }
    this.#end.resolve();
  }
}

/** What a change is to someone who sees only some objects: one that stops being selected is gone for him. */
function typeFor(event: CacheEvent, { matches }: Selecting): WatchEventType | undefined {
  if (matches === undefined) return event.type;
  const before = event.previous !== undefined && matches(event.previous);
  const after = event.entry !== undefined && matches(event.entry);
  if (after) return before ? 'MODIFIED' : 'ADDED';
  return before ? 'DELETED' : undefined;
}
