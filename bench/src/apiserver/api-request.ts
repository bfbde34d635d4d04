// One request to the apiserver, for setting the scene. What is measured goes through the load process instead.

import { request } from 'node:https';
import type { HttpsTarget } from '../load/https-socket.ts';

export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  /** Sent as JSON. @default none */
  readonly body?: object;
}

/** Returns the body of the answer. @throws {Error} that holds it, when the status is not 2xx */
export function apiRequest({ port, ca, client }: HttpsTarget, { method, path, body }: ApiRequest): Promise<string> {
  const text = body === undefined ? '' : JSON.stringify(body);
  const headers = body === undefined ? {} : { 'Content-Type': 'application/json' };
  const identity = client === undefined ? {} : { cert: client.certificate, key: client.key };
  return new Promise((done, failed) => {
    const options = { host: '127.0.0.1', port, ca, ...identity, method, path, headers, agent: false as const };
    const asked = request(options, (response) => {
      let answer = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk));
      response.on('end', () => {
        const status = response.statusCode ?? 0;
        if (status >= 200 && status <= 299) done(answer);
        else failed(new Error(`${method} ${path} was answered with ${status}: ${answer}`));
      });
    });
    asked.on('error', failed);
    asked.end(text);
  });
}
