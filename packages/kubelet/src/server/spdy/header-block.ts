/** Headers as SPDY has them before compression: names and values with their lengths. Pure. */
import { SpdyError } from './frame.ts';

export type Headers = ReadonlyMap<string, string>;

const MOST_HEADERS = 100;

/** The names in small letters; a header that comes twice keeps its first value. @throws SpdyError */
export function readHeaderBlock(block: Buffer): Headers {
  let at = 0;
  const number = () => {
    if (at + 4 > block.length) throw new SpdyError('headers that break off');
    at += 4;
    return block.readUInt32BE(at - 4);
  };
  const text = () => {
    const length = number();
    if (at + length > block.length) throw new SpdyError('headers that break off');
    at += length;
    return block.toString('utf8', at - length, at);
  };
  const count = number();
  if (count > MOST_HEADERS) throw new SpdyError(`${count} headers`);
  const headers = new Map<string, string>();
  for (let i = 0; i < count; i += 1) {
    const name = text().toLowerCase();
    const [value = ''] = text().split('\0');
    if (!headers.has(name)) headers.set(name, value);
  }
  return headers;
}

export function writeHeaderBlock(headers: Headers): Buffer {
  const parts = [number(headers.size)];
  for (const [name, value] of headers) parts.push(...text(name.toLowerCase()), ...text(value));
  return Buffer.concat(parts);
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function text(value: string): Buffer[] {
  const bytes = Buffer.from(value);
  return [number(bytes.length), bytes];
}
