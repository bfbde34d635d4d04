/**
 * Hands a client's connection through to another server when both agree to speak something else than HTTP on it. Only
 * the server's own 101 makes the two one: on any other answer a client would hold a connection that this server has
 * opened with its own credentials (CVE-2018-1002105).
 */
import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { badRequest, StatusError } from '@wherry/api';
import type { Clock } from '@wherry/component';
import type { Exchange } from '../handlers/exchange.ts';
import { ask, type Answer } from './ask.ts';
import { clientGone } from './client-gone.ts';
import type { Dialer, Target } from './dial.ts';
import { readEarly, type EarlyData } from './early-data.ts';
import { answerHeaders, pairs, requestHeaders, upgradeHeaders } from './passed-headers.ts';
import { plainFailure } from './plain-failure.ts';
import { splice } from './splice.ts';

export interface PassUpgradeOptions {
  readonly target: Target;
  /** Path and query at the target. */
  readonly path: string;
  /** Further headers for the target. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly outward: { readonly dialer: Dialer };
  readonly clock: Pick<Clock, 'after'>;
  /** Aborted when this server stops. */
  readonly stopping: AbortSignal;
}

/** How long the body of a refusal may take. Milliseconds. */
const REFUSAL_MS = 10_000;

/**
 * Resolves when the connection is over.
 * @throws StatusError 400 when the client asks for no upgrade, 500 when the target cannot be reached or does not answer
 */
export async function passUpgrade(exchange: Exchange, options: PassUpgradeOptions): Promise<void> {
  const { upgrade, response } = exchange;
  if (upgrade === undefined) throw badRequest('Upgrade request required');
  const early = readEarly(exchange.request.socket, upgrade.head);
  const signal = AbortSignal.any([clientGone(response, options.stopping), early.gone]);
  const answer = await askForUpgrade(exchange, { ...options, signal });
  if (answer.upgraded !== undefined) {
    await join(exchange, { early, answer: answer.response, server: answer.upgraded, signal: options.stopping });
    return;
  }
  const { statusCode: code = 0 } = answer.response;
  if (code < 400) {
    answer.response.destroy();
    throw new StatusError({ code: 500, reason: '', message: `invalid upgrade response: status code ${code}` });
  }
  await relayRefusal(exchange, answer.response, options);
}

interface Asking extends PassUpgradeOptions {
  readonly signal: AbortSignal;
}

/** @throws StatusError 500 */
async function askForUpgrade(
  { request }: Exchange,
  { target, path, headers = {}, outward, signal }: Asking,
): Promise<Answer> {
  const socket = await outward.dialer.connect(target, signal).catch((error: unknown) => {
    throw plainFailure(error, 'error dialing backend: ');
  });
  const cut = (): void => void socket.destroy();
  signal.addEventListener('abort', cut);
  if (signal.aborted) cut();
  try {
    const passed = [...requestHeaders(request, headers), ...upgradeHeaders(request)];
    const answer = await ask(socket, { method: request.method ?? 'GET', path, headers: passed });
    return answer;
  } catch (error) {
    throw plainFailure(error);
  } finally {
    signal.removeEventListener('abort', cut);
  }
}

interface Joining {
  readonly early: EarlyData;
  readonly answer: IncomingMessage;
  readonly server: NonNullable<Answer['upgraded']>;
  readonly signal: AbortSignal;
}

async function join({ response, request }: Exchange, { early, answer, server, signal }: Joining): Promise<void> {
  const client = request.socket;
  if (client.destroyed) {
    server.socket.destroy();
    return;
  }
  response.statusCode = 101;
  response.detachSocket(client);
  const head = pairs(answer.rawHeaders).map(([name, value]) => `${name}: ${value}\r\n`);
  client.write(`HTTP/1.1 101 Switching Protocols\r\n${head.join('')}\r\n`, 'latin1');
  await splice(client, server.socket, { fromClient: early.stop(), fromServer: server.head, signal });
}

/** The server's own words reach the client; the connections do not outlive them. */
async function relayRefusal(
  { response }: Exchange,
  refusal: IncomingMessage,
  { clock }: Pick<PassUpgradeOptions, 'clock'>,
): Promise<void> {
  for (const [name, value] of answerHeaders(refusal)) response.appendHeader(name, value);
  response.setHeader('Connection', 'close');
  response.writeHead(refusal.statusCode ?? 500);
  const timer = clock.after(REFUSAL_MS, () => refusal.destroy());
  await pipeline(refusal, response).catch(ignore);
  timer.cancel();
  refusal.destroy();
}

const ignore = (): void => undefined;
