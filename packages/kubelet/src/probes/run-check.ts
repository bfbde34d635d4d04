/** One check of a container: asks it as its probe says, and takes the answer for success, a warning or failure. */
import { connect } from 'node:net';
import type { Container, Probe } from '@wherry/api/core-v1';
import type { Runtime } from '../runtime/runtime.ts';
import { checkGrpc } from './check-grpc.ts';
import { describeDialError } from './dial-error.ts';
import { httpGet, portNumber } from './http-get.ts';

export interface CheckTarget {
  readonly containerId: string;
  readonly container: Readonly<Container>;
  /** Of the pod. */
  readonly address: string;
}

export interface CheckResult {
  /** A warning counts as success. `unknown`: the check could not be made, and says nothing about the container. */
  readonly result: 'success' | 'warning' | 'failure' | 'unknown';
  /** For the event. */
  readonly output: string;
}

const USER_AGENT = 'kube-probe/1.35';

/** Never throws. The signal ends the check when its time is over. */
export async function runCheck(
  runtime: Pick<Runtime, 'exec'>,
  probe: Readonly<Probe>,
  target: CheckTarget,
  signal: AbortSignal,
): Promise<CheckResult> {
  try {
    return await check(runtime, probe, target, signal);
  } catch (error) {
    return { result: 'unknown', output: error instanceof Error ? error.message : String(error) };
  }
}

async function check(
  runtime: Pick<Runtime, 'exec'>,
  probe: Readonly<Probe>,
  target: CheckTarget,
  signal: AbortSignal,
): Promise<CheckResult> {
  const { exec, httpGet: http, tcpSocket, grpc, timeoutSeconds = 1 } = probe;
  if (exec !== undefined) return checkCommand(runtime, { command: exec.command ?? [], target, signal, timeoutSeconds });
  if (http !== undefined) return checkHttp(http, target, signal);
  if (tcpSocket !== undefined) {
    const host = tcpSocket.host ?? target.address;
    return checkTcp(addressed(host), portNumber(tcpSocket.port, target.container), signal);
  }
  if (grpc === undefined) throw new Error('missing probe handler');
  const { port, service = '' } = grpc;
  const question = { host: addressed(target.address), port, service, timeoutSeconds, signal };
  const { isServing, output } = await checkGrpc(question);
  return { result: isServing ? 'success' : 'failure', output };
}

function addressed(host: string): string {
  if (host === '') throw new Error('the pod has no address');
  return host;
}

interface Command {
  readonly command: readonly string[];
  readonly target: CheckTarget;
  readonly signal: AbortSignal;
  readonly timeoutSeconds: number;
}

async function checkCommand(
  runtime: Pick<Runtime, 'exec'>,
  { command, target, signal, timeoutSeconds }: Command,
): Promise<CheckResult> {
  try {
    const { exitCode, output } = await runtime.exec(target.containerId, command, { signal });
    return { result: exitCode === 0 ? 'success' : 'failure', output };
  } catch (error) {
    if (!signal.aborted) throw error;
    const output = `command timed out: ${JSON.stringify(command.join(' '))} timed out after ${timeoutSeconds}s`;
    return { result: 'failure', output };
  }
}

async function checkHttp(
  get: NonNullable<Probe['httpGet']>,
  { container, address }: CheckTarget,
  signal: AbortSignal,
): Promise<CheckResult> {
  portNumber(get.port, container);
  try {
    const { statusCode, body } = await httpGet(get, { container, address, userAgent: USER_AGENT, signal });
    if (statusCode >= 300 && statusCode < 400)
      return { result: 'warning', output: `Probe terminated redirects, Response body: ${body}` };
    if (statusCode >= 200 && statusCode < 300) return { result: 'success', output: body };
    return { result: 'failure', output: `HTTP probe failed with statuscode: ${statusCode}` };
  } catch (error) {
    return { result: 'failure', output: error instanceof Error ? error.message : String(error) };
  }
}

function checkTcp(host: string, port: number, signal: AbortSignal): Promise<CheckResult> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const give = () => socket.destroy(new Error(`dial tcp ${host}:${port}: i/o timeout`));
    signal.addEventListener('abort', give, { once: true });
    socket.on('connect', () => {
      socket.destroy();
      resolve({ result: 'success', output: '' });
    });
    socket.on('error', (error) => resolve({ result: 'failure', output: describeDialError(error, { host, port }) }));
    socket.on('close', () => signal.removeEventListener('abort', give));
  });
}
