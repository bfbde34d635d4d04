/** What both servers of the guestbook share: how one starts, answers, and ends without losing a request. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { hostname } from 'node:os';

export interface Answer {
  readonly status: number;
  readonly type?: string;
  readonly body: string | Buffer;
}

export type Handle = (request: IncomingMessage, url: URL) => Promise<Answer> | Answer;

/** A request is wrong; the message is for whoever sent it. */
export class BadRequest extends Error {
  override readonly name = 'BadRequest';
}

/** Something that is needed does not answer. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
}

export const json = (status: number, value: unknown): Answer => ({
  status,
  type: 'application/json',
  body: JSON.stringify(value),
});

/**
 * Serves on a port until SIGTERM. From then on every answer ends its connection; the process ends when the last is out.
 * That, and a readiness probe, is all that a server needs for rolling updates in which no request fails.
 */
export function serve(handle: Handle, { port, onEnd }: { readonly port: number; readonly onEnd?: () => void }): void {
  let ending = false;
  const server = createServer((request, response) => {
    if (ending) response.setHeader('Connection', 'close');
    response.setHeader('X-Served-By', hostname());
    void answer(handle, { request, response });
  });
  // Longer than a load balancer keeps idle connections, so that it is never we who end one that is just being used.
  server.keepAliveTimeout = 75_000;
  server.listen(port, () => console.log(`serving on port ${port}`));
  process.once('SIGTERM', () => {
    console.log('ending');
    ending = true;
    server.close(onEnd);
    server.closeIdleConnections();
  });
}

interface Pair {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

async function answer(handle: Handle, { request, response }: Pair): Promise<void> {
  const { status, type = 'text/plain; charset=utf-8', body } = await outcome(handle, request);
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) });
  response.end(request.method === 'HEAD' ? undefined : body);
}

async function outcome(handle: Handle, request: IncomingMessage): Promise<Answer> {
  try {
    return await handle(request, new URL(request.url ?? '/', 'http://guestbook'));
  } catch (error) {
    if (error instanceof BadRequest) return json(400, { error: error.message });
    if (error instanceof Unavailable) return json(503, { error: error.message });
    console.error(error);
    return json(500, { error: 'something went wrong' });
  }
}

/**
 * Reads the body of a request as text.
 * @throws {BadRequest} when it is larger than `most` bytes
 */
export async function textOf(request: IncomingMessage, { most = 10_000 } = {}): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > most) throw new BadRequest(`A request may have at most ${most} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
