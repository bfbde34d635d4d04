/**
 * One change of one object, shared by all who watch it. What has to be sent is made at most once for all of them, and
 * remembered within a budget.
 */
import { withRevision } from '../stored-text.ts';
import type { Entry } from './entry.ts';
import type { Memo, MemoBudget } from './memo-budget.ts';

/** As a watch calls a change. Which one it is depends on what the watcher could see before and can see now. */
export type WatchEventType = 'ADDED' | 'MODIFIED' | 'DELETED';

export interface CacheEventOptions {
  readonly key: string;
  readonly revision: number;
  readonly entry: Entry | undefined;
  readonly previous: Entry | undefined;
  /** When it was seen, on the monotonic clock. */
  readonly time: number;
  readonly frames: MemoBudget;
}

export class CacheEvent implements Memo {
  readonly key: string;
  readonly revision: number;
  /** The object after the change; undefined when it was deleted. */
  readonly entry: Entry | undefined;
  /** The object before the change; undefined when it was created. */
  readonly previous: Entry | undefined;
  readonly time: number;
  wanted = false;
  readonly #budget: MemoBudget;
  #frames: Map<string, Buffer> | undefined;

  constructor({ key, revision, entry, previous, time, frames }: CacheEventOptions) {
    this.key = key;
    this.revision = revision;
    this.entry = entry;
    this.previous = previous;
    this.time = time;
    this.#budget = frames;
  }

  /** What happened, for someone who sees all objects. */
  get type(): WatchEventType {
    if (!this.entry) return 'DELETED';
    return this.previous ? 'MODIFIED' : 'ADDED';
  }

  /**
   * The object's text as an event of this type shows it: for `DELETED`, the last state that was seen, with the revision
   * of this change.
   */
  text(type: WatchEventType): string {
    const shown = type === 'DELETED' ? this.previous : this.entry;
    if (!shown) throw new Error(`Cannot show event of key '${this.key}' as ${type}: there is no such state`);
    return type === 'DELETED' ? withRevision(shown.text, this.revision) : shown.text;
  }

  /** The event as a line of a JSON watch, its line feed included. Made once for all watchers. */
  frame(type: WatchEventType = this.type): Buffer {
    return this.memo(type, () => Buffer.from(`{"type":"${type}","object":${this.text(type)}}\n`));
  }

  /** Remembers bytes made out of this event under a name, for other forms than the plain frame. */
  memo(name: string, make: () => Buffer): Buffer {
    const known = this.#frames?.get(name);
    if (known) {
      this.wanted = true;
      return known;
    }
    const made = make();
    this.#frames ??= new Map();
    this.#frames.set(name, made);
    this.#budget.admit(this, made.length);
    return made;
  }

  forget(): void {
    this.#frames = undefined;
  }
}
