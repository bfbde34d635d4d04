/** One check of a container: asks it as its probe says, and takes the answer for success or failure. */
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { connect } from 'node:net';
import type { Container, Probe } from '@wherry/api/core-v1';
import type { Runtime } from '../runtime/runtime.ts';

export interface CheckTarget {
  readonly containerId: string;
  readonly container: Readonly<Container>;
  /** Of the pod. */
  readonly address: string;
}

export interface CheckResult {
  readonly result: 'success' | 'failure';
  /** For the event. */
  readonly output: string;
}

/** Never throws: a check that cannot be made has failed. */
export async function runCheck(
  runtime: Pick<Runtime, 'exec'>,
  probe: Readonly<Probe>,
  target: CheckTarget,
  signal: AbortSignal,
): Promise<CheckResult> {
  try {
    return await check(runtime, probe, target, signal);
  } catch (error) {
    return { result: 'failure', output: error instanceof Error ? error.message : String(error) };
  }
}

async function check(
  runtime: Pick<Runtime, 'exec'>,
  probe: Readonly<Probe>,
  target: CheckTarget,
  signal: AbortSignal,
): Promise<CheckResult> {
  const { exec, httpGet, tcpSocket } = probe;
  const host = httpGet?.host ?? tcpSocket?.host ?? target.address;
  if (exec === undefined && host === '') return { result: 'failure', output: 'the pod has no address' };
  if (exec !== undefined) {
    const { exitCode, output } = await runtime.exec(target.containerId, exec.command ?? [], { signal });
    return { result: exitCode === 0 ? 'success' : 'failure', output };
  }
  if (httpGet !== undefined) return checkHttp(httpGet, target, signal);
  if (tcpSocket !== undefined) {
    return checkTcp(host, numberOf(tcpSocket.port, target.container), signal);
  }
  return { result: 'failure', output: 'probes of this kind are not supported' };
}

function numberOf(port: string | number, { ports = [] }: Readonly<Container>): number {
  if (typeof port === 'number') return port;
  const found = ports.find(({ name }) => name === port);
  if (found === undefined) throw new Error(`couldn't find port: ${port}`);
  return found.containerPort;
}

function checkHttp(get: NonNullable<Probe['httpGet']>, target: CheckTarget, signal: AbortSignal): Promise<CheckResult> {
  const { host = target.address, path = '/', scheme = 'HTTP', httpHeaders = [] } = get;
  const port = numberOf(get.port, target.container);
  const headers = {
    'User-Agent': 'kube-probe/1.35',
    Accept: '*/*',
    Connection: 'close',
    ...Object.fromEntries(httpHeaders.map(({ name, value }) => [name, value])),
  };
  const options = {
    host,
    port,
    path: path.startsWith('/') ? path : `/${path}`,
    headers,
    signal,
    agent: false,
  } as const;
  return new Promise((resolve, reject) => {
    const call = scheme === 'HTTPS' ? requestHttps({ ...options, rejectUnauthorized: false }) : requestHttp(options);
    call.on('response', (response) => {
      response.resume();
      const { statusCode = 0 } = response;
      const isGood = statusCode >= 200 && statusCode < 400;
      resolve({ result: isGood ? 'success' : 'failure', output: `HTTP probe failed with statuscode: ${statusCode}` });
    });
    call.on('error', reject);
    call.end();
  });
}

function checkTcp(host: string, port: number, signal: AbortSignal): Promise<CheckResult> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    const give = () => socket.destroy(new Error(`dial tcp ${host}:${port}: i/o timeout`));
    signal.addEventListener('abort', give, { once: true });
    socket.on('connect', () => {
      socket.destroy();
      resolve({ result: 'success', output: '' });
    });
    socket.on('error', reject);
    socket.on('close', () => signal.removeEventListener('abort', give));
  });
}
