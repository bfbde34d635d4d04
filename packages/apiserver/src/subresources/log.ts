/** `pods/log`: what the containers of a pod have written, streamed from the kubelet of its node as it comes. */
import { badRequest, genericServerResponse, internalError, StatusError } from '@wherry/api';
import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { clientGone } from '../connections/client-gone.ts';
import { readStart } from '../connections/read-start.ts';
import type { Api } from '../handlers/api.ts';
import type { Exchange } from '../handlers/exchange.ts';
import type { VerbHandler } from '../handlers/scope.ts';
import { writeHead } from '../handlers/send.ts';
import { askKubelet } from '../kubelets/ask-kubelet.ts';
import type { Upgrade } from '../http/upgrade.ts';
import { logQuery, readLogOptions } from './log-options.ts';
import { logProtocol, sendLogOverSocket } from './log-socket.ts';
import { containerOf, podOf } from './pod-container.ts';

export const logHandler =
  (api: Api): VerbHandler =>
  async (scope) => {
    const { exchange, info } = scope;
    const options = readLogOptions(info.query, info.name);
    const pod = await podOf(api, scope);
    const container = containerOf(pod, options.container);
    const { nodeName = '' } = pod.spec;
    if (nodeName === '') {
      // It has said nothing, and nobody can be asked.
      writeHead(exchange, 204, {});
      exchange.response.end();
      return;
    }
    const path = `/containerLogs/${info.namespace}/${info.name}/${container}`;
    const query = logQuery(options).toString();
    const insecure = options.insecureSkipTLSVerifyBackend === true;
    const target = query === '' ? path : `${path}?${query}`;
    const signal = clientGone(exchange.response, api.stopping);
    const response = await askKubelet(api.outward, { node: nodeName, target, insecure, signal });
    await assertLog(response, info.name);
    if (exchange.upgrade === undefined) await sendLog(exchange, response);
    else await answerSocket(exchange, response, exchange.upgrade);
  };

/** What of a refusal is read. */
const REFUSAL_BYTES = 50_000;

/** @throws StatusError when the kubelet has no log to send */
async function assertLog(response: IncomingMessage, pod: string): Promise<void> {
  const { statusCode: code = 0 } = response;
  if (code >= 200 && code <= 206) return;
  const text = await readStart(response, REFUSAL_BYTES);
  if (code === 500) throw internalError(new Error(text));
  if (code === 400) throw badRequest(text);
  if (code < 400) throw new StatusError({ code: 500, reason: '', message: `the kubelet answered with status ${code}` });
  throw genericServerResponse({ code, resource: { group: '', resource: 'pods/log' }, name: pod, serverMessage: text });
}

/** Sends each piece as it comes, and no faster than the client takes it. A log that breaks off does so visibly. */
async function sendLog(exchange: Exchange, log: IncomingMessage): Promise<void> {
  const { response, request } = exchange;
  writeHead(exchange, 200, { 'Content-Type': 'text/plain' });
  response.flushHeaders();
  // Whoever pages through a log may pause for as long as he likes: what waits for him is bounded.
  request.socket.setTimeout(0);
  // Either end may go at any time: the other one is then told by the end of its connection.
  await pipeline(log, response).catch(ignore);
}

async function answerSocket(exchange: Exchange, log: IncomingMessage, upgrade: Upgrade): Promise<void> {
  const protocol = logProtocol(exchange.request.headers['sec-websocket-protocol']);
  if (protocol !== undefined) return sendLogOverSocket(exchange, log, { upgrade, protocol });
  log.destroy();
  writeHead(exchange, 403, {});
  exchange.response.end();
}

const ignore = (): void => undefined;
