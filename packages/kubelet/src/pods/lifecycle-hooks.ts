/** What a container asks to be done right after its start and before its end. */
import { request } from 'node:http';
import type { Container, LifecycleHandler } from '@wherry/api/core-v1';
import type { PodContext } from './pod-context.ts';

export interface HookTarget {
  readonly containerId: string;
  readonly container: Readonly<Container>;
  /** Of the pod; hooks by HTTP go there. */
  readonly address: string;
}

/** A hook that did not do its work; the message is for users. */
export class HookError extends Error {
  override readonly name = 'HookError';
}

/** @throws HookError, or the signal's reason */
export async function runHook(
  { runtime, clock }: Pick<PodContext, 'runtime' | 'clock'>,
  handler: Readonly<LifecycleHandler>,
  { containerId, container, address, signal }: HookTarget & { readonly signal: AbortSignal },
): Promise<void> {
  if (handler.sleep !== undefined) return clock.sleep(handler.sleep.seconds * 1000, signal);
  if (handler.exec !== undefined) {
    const command = handler.exec.command ?? [];
    const { exitCode, output } = await runtime.exec(containerId, command, { signal });
    if (exitCode !== 0) throw new HookError(`command '${command.join(' ')}' exited with ${exitCode}: ${output}`);
    return;
  }
  if (handler.httpGet === undefined) throw new HookError('invalid handler: neither exec nor httpGet nor sleep is set');
  const { port, host = address, path = '/', httpHeaders = [] } = handler.httpGet;
  const number = typeof port === 'number' ? port : portNamed(container, port);
  const headers = Object.fromEntries(httpHeaders.map(({ name, value }) => [name, value]));
  await new Promise<void>((resolve, reject) => {
    const call = request({ host, port: number, path, headers, signal }, (response) => {
      response.resume();
      const { statusCode = 0 } = response;
      if (statusCode < 400) resolve();
      else reject(new HookError(`HTTP request to ${host}:${number}${path} answered ${statusCode}`));
    });
    call.on('error', (error) => reject(new HookError(error.message, { cause: error })));
    call.end();
  });
}

function portNamed({ ports = [] }: Readonly<Container>, name: string): number {
  const found = ports.find((port) => port.name === name);
  if (found === undefined) throw new HookError(`couldn't find port: ${name}`);
  return found.containerPort;
}
