/** How gRPC sends a message: behind a head that says that it is not compressed, and how long it is. Source: gRPC's "PROTOCOL-HTTP2". */

const HEAD_LENGTH = 5;

/** A message behind its head. */
export function framed(message: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(HEAD_LENGTH + message.length);
  frame[0] = 0;
  frame.writeUInt32BE(message.length, 1);
  frame.set(message, HEAD_LENGTH);
  return frame;
}

/** Puts messages together that come in pieces of any size. */
export class FrameReader {
  /** What has come and is not yet a whole frame. */
  #pieces: Buffer[] = [];
  #length = 0;
  /** How much makes the next frame whole, as far as it is known. */
  #wanted = HEAD_LENGTH;

  /** @returns the messages that are whole now, as views of what has come; mostly none or one */
  push(piece: Buffer): readonly Buffer[] {
    this.#pieces.push(piece);
    this.#length += piece.length;
    if (this.#length < this.#wanted) return [];
    let rest = this.#pieces.length === 1 ? piece : Buffer.concat(this.#pieces, this.#length);
    const messages: Buffer[] = [];
    this.#wanted = HEAD_LENGTH;
    while (rest.length >= HEAD_LENGTH) {
      const end = HEAD_LENGTH + rest.readUInt32BE(1);
      if (rest.length < end) {
        this.#wanted = end;
        break;
      }
      messages.push(rest.subarray(HEAD_LENGTH, end));
      rest = rest.subarray(end);
    }
    this.#pieces = rest.length === 0 ? [] : [rest];
    this.#length = rest.length;
    return messages;
  }
}
