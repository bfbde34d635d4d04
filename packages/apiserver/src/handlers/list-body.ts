/**
 * The body of a list as bytes. Its items stand in the cache as text; they are written once, straight into a buffer that
 * is used again: one string of them all would be put together, flattened and encoded, half a megabyte each time.
 */
import type { BufferPool } from '../http/buffer-pool.ts';

export interface ListText {
  /** The list without its items, as JSON: at least one field. */
  readonly list: string;
  /** The JSON of each item. */
  readonly items: readonly string[];
}

const COMMA = 0x2c;

/** `{…,"items":[…]}` and a line feed, in UTF-8: the beginning of a buffer, which is to be given back to the pool. */
export function listBody({ list, items }: ListText, pool: BufferPool): { readonly body: Buffer; readonly of: Buffer } {
  const head = `${list.slice(0, -1)},"items":[`;
  const tail = ']}\n';
  let length = Buffer.byteLength(head) + tail.length + Math.max(0, items.length - 1);
  for (const item of items) length += Buffer.byteLength(item);
  const of = pool.take(length);
  let position = of.write(head);
  for (const [index, item] of items.entries()) {
    if (index > 0) position = of.writeUInt8(COMMA, position);
    position += of.write(item, position);
  }
  of.write(tail, position);
  return { body: of.subarray(0, length), of };
}
