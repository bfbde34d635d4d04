/** Reads a request's body, up to a limit, and gives up when the client goes away. */
import type { IncomingMessage } from 'node:http';
import { badRequest, requestEntityTooLarge } from '@wherry/api';

/** What kube-apiserver accepts: 3 MiB. */
export const BODY_LIMIT = 3 * 1024 * 1024;

/**
 * The whole body.
 * @throws StatusError 413 over the limit, 400 when the connection ends half-way
 */
export function readBody(request: IncomingMessage, limit = BODY_LIMIT): Promise<Buffer> {
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > limit) return Promise.reject(tooLarge(limit));
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const settle = (act: () => void) => {
      request.off('data', onData).off('end', onEnd).off('error', onError).off('close', onClose);
      act();
    };
    const onData = (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) settle(() => reject(tooLarge(limit)));
      else chunks.push(chunk);
    };
    const onEnd = () => settle(() => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    const onError = (error: Error) => settle(() => reject(badRequest(`error reading body: ${error.message}`)));
    const onClose = () => settle(() => reject(badRequest('error reading body: unexpected EOF')));
    request.on('data', onData).on('end', onEnd).on('error', onError).on('close', onClose);
  });
}

function tooLarge(limit: number): Error {
  return requestEntityTooLarge(`limit is ${limit}`);
}
