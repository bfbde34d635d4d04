/**
 * Takes the body out of chunks (RFC 9112, 7.1) as they come in, strictly. Trailers are read over: nobody downstream has
 * said that it wants any.
 */

/** Where it is in the body. */
type State = 'size' | 'data' | 'data end' | 'trailer' | 'done';

/** A line of a size or a trailer is not longer than this. */
const LONGEST_LINE = 4096;
const MOST_TRAILERS = 100;

export class ChunkReader {
  #state: State = 'size';
  /** Of the chunk that is being read. */
  #left = 0;
  #line = '';
  #trailers = 0;

  get isDone(): boolean {
    return this.#state === 'done';
  }

  /**
   * Reads on, and hands pieces of the body to `take`.
   * @returns how much has been read: all of it unless the body has ended
   * @throws Error when these are no chunks
   */
  read(bytes: Buffer, take: (piece: Buffer) => void): number {
    let at = 0;
    while (at < bytes.length && this.#state !== 'done') {
      if (this.#state === 'data') {
        const piece = bytes.subarray(at, at + this.#left);
        at += piece.length;
        this.#left -= piece.length;
        if (this.#left === 0) this.#state = 'data end';
        take(piece);
      } else {
        at = this.#readLine(bytes, at);
      }
    }
    return at;
  }

  #readLine(bytes: Buffer, from: number): number {
    const end = bytes.indexOf(10, from);
    const upTo = end < 0 ? bytes.length : end + 1;
    this.#line += bytes.toString('latin1', from, upTo);
    if (this.#line.length > LONGEST_LINE) throw new Error('a line between chunks is too long');
    if (end >= 0) {
      const line = this.#line;
      this.#line = '';
      if (!line.endsWith('\r\n')) throw new Error('a line between chunks does not end as it should');
      this.#lineRead(line.slice(0, -2));
    }
    return upTo;
  }

  #lineRead(line: string): void {
    if (this.#state === 'data end') {
      if (line !== '') throw new Error('a chunk is longer than it says');
      this.#state = 'size';
    } else if (this.#state === 'size') {
      const [, size] = /^([0-9A-Fa-f]{1,12})[ \t]*(?:;.*)?$/.exec(line) ?? [];
      if (size === undefined) throw new Error('the size of a chunk is not a number');
      this.#left = Number.parseInt(size, 16);
      this.#state = this.#left === 0 ? 'trailer' : 'data';
    } else if (line === '') {
      this.#state = 'done';
    } else {
      this.#trailers += 1;
      if (this.#trailers > MOST_TRAILERS) throw new Error('there are too many trailers');
    }
  }
}
