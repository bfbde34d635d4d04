/** Reads a request's body, up to a limit, and gives up when the client goes away. */
import type { IncomingMessage } from 'node:http';
import { badRequest, requestEntityTooLarge, type StatusError } from '@wherry/api';

/** What kube-apiserver accepts: 3 MiB. */
export const BODY_LIMIT = 3 * 1024 * 1024;

/**
 * The whole body. The rest of one that is too large is read and dropped, so that the client gets to read the answer,
 * unless there is too much of it.
 * @throws StatusError 413 over the limit, 400 when the connection ends half-way
 */
export function readBody(request: IncomingMessage, limit = BODY_LIMIT): Promise<Buffer> {
  if (isEmpty(request)) return Promise.resolve(EMPTY);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const settle = (act: () => void) => {
      request.off('data', onData).off('end', onEnd).off('close', onClose);
      act();
    };
    const onData = (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else settle(() => refuse());
    };
    const refuse = () => {
      dropRest(request, limit);
      reject(tooLarge(limit));
    };
    const onEnd = () => settle(() => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    const onClose = () => settle(() => reject(badRequest('error reading body: unexpected EOF')));
    if (Number(request.headers['content-length'] ?? 0) > limit) return refuse();
    request.on('data', onData).on('end', onEnd).on('close', onClose);
  });
}

const EMPTY = Buffer.alloc(0);

function isEmpty({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] === undefined && (headers['content-length'] ?? '0') === '0';
}

/** How many times the limit is read to no purpose. */
const PATIENCE = 8;

function dropRest(request: IncomingMessage, limit: number): void {
  let dropped = 0;
  request.on('data', (chunk: Buffer) => {
    dropped += chunk.length;
    if (dropped > PATIENCE * limit) request.destroy();
  });
}

const tooLarge = (limit: number): StatusError => requestEntityTooLarge(`limit is ${limit}`);
