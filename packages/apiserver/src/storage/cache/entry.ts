/**
 * One object at one revision, as the cache holds it: its text, ready to be sent, and the parsed object for those who ask
 * for it. Most objects are only ever sent, so what is parsed is remembered within a budget.
 */
import { parseObject, type StoredObject } from '../stored-text.ts';
import type { Memo, MemoBudget } from './memo-budget.ts';

export interface EntryOptions {
  readonly key: string;
  readonly revision: number;
  readonly text: string;
  readonly parsed: MemoBudget;
}

export class Entry implements Memo {
  readonly key: string;
  /** The revision of the write; the object's resourceVersion. */
  readonly revision: number;
  /** The JSON of the object with its resourceVersion. */
  readonly text: string;
  wanted = false;
  readonly #parsed: MemoBudget;
  #object: StoredObject | undefined;

  constructor({ key, revision, text, parsed }: EntryOptions) {
    this.key = key;
    this.revision = revision;
    this.text = text;
    this.#parsed = parsed;
  }

  /** The parsed object. It is shared: change a copy. */
  get object(): StoredObject {
    if (this.#object) {
      this.wanted = true;
      return this.#object;
    }
    const object = parseObject(this.text);
    this.#object = object;
    this.#parsed.admit(this, this.text.length);
    return object;
  }

  forget(): void {
    this.#object = undefined;
  }
}
