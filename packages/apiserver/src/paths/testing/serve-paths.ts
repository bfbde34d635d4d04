/** The application on a real port, without what stands before it in the apiserver. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { anonymous } from '../../auth/user.ts';
import type { Handler } from '../../handlers/exchange.ts';
import { failureOf } from '../../handlers/failure.ts';
import { sendError } from '../../handlers/send-error.ts';
import { parseRequestInfo } from '../../http/request-info.ts';

export interface ServedPaths extends AsyncDisposable {
  readonly url: string;
}

export async function servePaths(handle: Handler): Promise<ServedPaths> {
  const server = createServer((request, response) => void answer(request, response));
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const info = parseRequestInfo(request.method ?? '', request.url ?? '');
    const exchange = { request, response, info, user: anonymous, warnings: new Set<string>() };
    try {
      await handle(exchange);
    } catch (error) {
      sendError(exchange, failureOf(error));
    }
  };
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  // Bound to a TCP port, the address is never a pipe's name.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
