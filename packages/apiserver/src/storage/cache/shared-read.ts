/**
 * Lets many callers share one read without weakening what it tells them: a caller never gets the result of a read that
 * was sent off before it came, because that could miss what the caller already knows to have happened. While one read is
 * under way, all who come wait for the next.
 */
export class SharedRead<T> {
  readonly #read: () => Promise<T>;
  #underWay: Promise<T> | undefined;
  #next: Promise<T> | undefined;

  constructor(read: () => Promise<T>) {
    this.#read = read;
  }

  get(): Promise<T> {
    if (this.#next) return this.#next;
    if (!this.#underWay) return this.#send();
    // When the present read fails, the next one is not tried: nobody shall wait for two time-outs.
    const next = this.#underWay.finally(() => (this.#next = undefined)).then(() => this.#send());
    this.#next = next;
    return next;
  }

  #send(): Promise<T> {
    const read = this.#read().finally(() => {
      if (this.#underWay === read) this.#underWay = undefined;
    });
    this.#underWay = read;
    return read;
  }
}
