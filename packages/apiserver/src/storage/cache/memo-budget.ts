/**
 * Bounds what may be remembered although it could be made again, such as parsed objects and framed events. What has not
 * been asked for since it was last passed by is forgotten first (the clock algorithm).
 */
import { Queue } from './queue.ts';

/** Something that remembers what it could make again. */
export interface Memo {
  /** Set by the memo whenever it is asked for; taken back here. */
  wanted: boolean;
  /** Lets go of what is remembered. */
  forget(): void;
}

export class MemoBudget {
  readonly #limit: number;
  #size = 0;
  readonly #memos = new Queue<{ readonly memo: Memo; readonly size: number }>();

  /** @param limit what all memos together may amount to, in the unit of `admit` */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** What is remembered at present. */
  get size(): number {
    return this.#size;
  }

  /** Counts a memo that has begun to remember `size`; may make it or others forget. */
  admit(memo: Memo, size: number): void {
    this.#memos.push({ memo, size });
    this.#size += size;
    while (this.#size > this.#limit) {
      const oldest = this.#memos.shift();
      if (!oldest) return;
      if (oldest.memo.wanted && this.#memos.length > 0) {
        oldest.memo.wanted = false;
        this.#memos.push(oldest);
      } else {
        this.#size -= oldest.size;
        oldest.memo.forget();
      }
    }
  }
}
