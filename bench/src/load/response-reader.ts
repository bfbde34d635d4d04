// Finds the ends of HTTP/1.1 responses in what a socket delivers, and their statuses. It reads as little as it can:
// the load generator shares the machine with what it measures.

/** Takes the next chunk and returns the statuses of the responses that it completed. */
export type ResponseReader = (chunk: Buffer) => number[];

type Body = { readonly kind: 'length'; left: number } | { readonly kind: 'chunked'; readonly tail: Buffer[] };

const headerEnd = Buffer.from('\r\n\r\n');
const lastChunk = Buffer.from('0\r\n\r\n');

/**
 * A reader for the responses of one connection. A chunked body must end without trailers.
 * @throws {Error} from the reader, when a response has neither a length nor chunks
 */
export function responseReader(): ResponseReader {
  let pending: Buffer = Buffer.alloc(0);
  let current: { readonly status: number; readonly body: Body } | undefined;
  return (chunk) => {
    const completed: number[] = [];
    let rest: Buffer = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    pending = Buffer.alloc(0);
    while (rest.length > 0) {
      if (current === undefined) {
        const end = rest.indexOf(headerEnd);
        if (end < 0) {
          pending = rest;
          break;
        }
        current = readHead(rest.toString('latin1', 0, end));
        rest = rest.subarray(end + headerEnd.length);
      }
      const used = consume(current.body, rest);
      rest = rest.subarray(used.bytes);
      if (!used.complete) break;
      completed.push(current.status);
      current = undefined;
    }
    return completed;
  };
}

function readHead(head: string): { status: number; body: Body } {
  const status = Number(head.slice('HTTP/1.1 '.length, 'HTTP/1.1 200'.length));
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (length !== undefined) return { status, body: { kind: 'length', left: Number(length) } };
  if (/\r\ntransfer-encoding: *chunked/i.test(head)) return { status, body: { kind: 'chunked', tail: [] } };
  if (status === 204 || status === 304) return { status, body: { kind: 'length', left: 0 } };
  throw new Error(`Cannot find the end of a response: ${head}`);
}

function consume(body: Body, bytes: Buffer): { bytes: number; complete: boolean } {
  if (body.kind === 'length') {
    const used = Math.min(body.left, bytes.length);
    body.left -= used;
    return { bytes: used, complete: body.left === 0 };
  }
  return consumeChunked(body.tail, bytes);
}

/**
 * One request is under way at a time, so a chunked body ends where the delivered bytes end in the last chunk. The
 * tail of what came before is kept, since that chunk may be torn.
 */
function consumeChunked(tail: Buffer[], bytes: Buffer): { bytes: number; complete: boolean } {
  const joined = Buffer.concat([...tail, bytes.subarray(-lastChunk.length)]);
  const end = joined.subarray(-lastChunk.length);
  tail.splice(0, tail.length, end);
  return { bytes: bytes.length, complete: end.equals(lastChunk) };
}
