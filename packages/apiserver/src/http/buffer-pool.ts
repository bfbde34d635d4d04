/**
 * Buffers for large answers, used again. The pages of a new one of half a megabyte cost more to get from the system
 * than to fill.
 */

/** What is kept at most, in bytes: a few lists of five hundred objects. */
const KEPT = 4 * 2 ** 20;
/** Sizes are rounded up to these, so that lists of nearly the same size can share. */
const STEP = 64 * 1024;

export class BufferPool {
  #free: Buffer[] = [];
  #kept = 0;

  /** A buffer of at least this size. What it holds is left over from others. */
  take(size: number): Buffer {
    const place = this.#free.findLastIndex((buffer) => buffer.length >= size);
    const [found] = place < 0 ? [] : this.#free.splice(place, 1);
    if (found === undefined) return Buffer.allocUnsafeSlow(Math.ceil(size / STEP) * STEP);
    this.#kept -= found.length;
    return found;
  }

  /** Gives a buffer back that nobody reads any more. */
  give(buffer: Buffer): void {
    if (this.#kept + buffer.length > KEPT) return;
    this.#free.push(buffer);
    this.#kept += buffer.length;
  }
}
