/** The watch verb: a stream of changes, from a revision or from the present state on. */
import type { ServerResponse } from 'node:http';
import { negotiate } from '../http/negotiate.ts';
import type { CacheEvent, WatchEventType } from '../storage/cache/cache-event.ts';
import type { Subscription } from '../storage/cache/subscription.ts';
import type { Api } from './api.ts';
import { failureOf } from './failure.ts';
import { prefixOfRequest, type Scope, type VerbHandler } from './scope.ts';
import { selectionOf, type Selecting } from './selection.ts';
import { watchFrames, type WatchFrames } from './watch-frames.ts';
import { watchOptionsOf, type WatchOptions } from './watch-options.ts';

const WATCH_RENDERINGS = ['Table', 'PartialObjectMetadata'] as const;

/** How often a watcher that wants bookmarks gets one. */
const BOOKMARK_MS = 60_000;

export const watchHandler =
  (api: Api): VerbHandler =>
  async (scope) => {
    const { exchange, served, info } = scope;
    const negotiated = negotiate(exchange.request.headers.accept, { renderings: WATCH_RENDERINGS });
    const options = watchOptionsOf(info.query, { minSeconds: api.minWatchSeconds, random: Math.random });
    const selecting = selectionOf(info.query, served, api.indexed);
    const frames = watchFrames({ served, negotiated, query: info.query, now: () => api.clock.now() });
    if (options.from === undefined) await api.cache.fresh();
    else await api.cache.reached(options.from);
    await new WatchStream(api, { scope, options, selecting, frames }).run();
  };

interface StreamOptions {
  readonly scope: Scope;
  readonly options: WatchOptions;
  readonly selecting: Selecting;
  readonly frames: WatchFrames;
}

class WatchStream {
  readonly #api: Api;
  readonly #stream: StreamOptions;
  readonly #response: ServerResponse;
  readonly #end = Promise.withResolvers<void>();
  #subscription: Subscription | undefined;

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
    response.writeHead(200, { 'Content-Type': frames.contentType, 'Cache-Control': 'no-cache, private' });
    response.once('close', finish);
    response.on('drain', () => this.#subscription?.resume());
    stopping.addEventListener('abort', finish, { once: true });
    // A watch is idle for long stretches; the request's own time-outs do not apply to it.
    scope.exchange.request.socket.setTimeout(0);
    const timers = [
      clock.after(options.timeoutSeconds * 1000, finish),
      ...(options.bookmarks ? [clock.every(BOOKMARK_MS, () => this.#bookmark())] : []),
    ];
    this.#start();
    await this.#end.promise;
    for (const timer of timers) timer.cancel();
    stopping.removeEventListener('abort', finish);
    if (options.bookmarks && !response.destroyed) this.#bookmark();
    this.#subscription?.close();
    response.end();
  }

  /** The state and the subscription in the same tick: there is nothing between the two. */
  #start(): void {
    const { options, selecting, frames, scope } = this.#stream;
    const { cache } = this.#api;
    const prefix = prefixOfRequest(scope);
    const { field, where } = selecting;
    const filter = field === undefined ? {} : { field };
    let from = options.from ?? cache.revision;
    try {
      if (options.withState) {
        const list = cache.list({ prefix, ...filter, ...(where === undefined ? {} : { where }) });
        from = list.revision;
        for (const entry of list.entries) this.#response.write(frames.initial(entry));
        if (options.marksState) this.#write([frames.document('BOOKMARK', this.#mark(from, true))]);
      }
      this.#subscription = cache.subscribe({
        prefix,
        from,
        ...filter,
        onEvents: (events) => this.#forward(events),
        onEnd: (error) => this.#fail(error),
      });
    } catch (error) {
      this.#fail(error);
    }
    if (!this.#response.headersSent) this.#response.flushHeaders();
  }

  #forward(events: readonly CacheEvent[]): boolean {
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
    if (chunks.length === 0) return true;
    const [first] = chunks;
    return this.#response.write(chunks.length === 1 ? first : Buffer.concat(chunks));
  }

  #bookmark(): void {
    const position = this.#subscription?.position;
    if (position !== undefined) this.#write([this.#stream.frames.document('BOOKMARK', this.#mark(position, false))]);
  }

  #mark(revision: number, endsState: boolean): object {
    const { resource, apiVersion } = this.#stream.scope.served;
    const annotations = endsState ? { annotations: { 'k8s.io/initial-events-end': 'true' } } : {};
    return { kind: resource.kind, apiVersion, metadata: { resourceVersion: String(revision), ...annotations } };
  }

  #fail(error: unknown): void {
    if (!this.#response.destroyed) this.#write([this.#stream.frames.document('ERROR', failureOf(error).toStatus())]);
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
