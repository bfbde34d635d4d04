/** Plain answers over HTTP. */
import type { ServerResponse } from 'node:http';
import { describeError } from '@wherry/component';
import { RuntimeError } from '../runtime/runtime.ts';
import { HttpError } from './http-error.ts';

export function answerText(
  response: ServerResponse,
  status: number,
  text: string,
  type = 'text/plain; charset=utf-8',
): void {
  const body = Buffer.from(text);
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': body.length });
  response.end(body);
}

/** An answer that has begun breaks off: its reader must not take it for whole. */
export function answerError(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  if (error instanceof HttpError) answerText(response, error.status, error.message);
  else answerText(response, 500, error instanceof RuntimeError ? describeError(error) : 'Internal Server Error');
}
