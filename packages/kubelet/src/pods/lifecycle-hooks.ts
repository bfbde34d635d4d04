/** What a container asks to be done right after its start and before its end. */
import type { Container, LifecycleHandler, Pod } from '@wherry/api/core-v1';
import { httpGet } from '../probes/http-get.ts';
import { RuntimeError } from '../runtime/runtime.ts';
import type { PodContext } from './pod-context.ts';

export interface HookTarget {
  readonly pod: Readonly<Pod>;
  readonly containerId: string;
  readonly container: Readonly<Container>;
  /** Of the pod; hooks by HTTP go there. */
  readonly address: string;
  readonly signal: AbortSignal;
}

/** A hook that did not do its work; the message is for users. */
export class HookError extends Error {
  override readonly name = 'HookError';
}

/** @throws HookError, or the signal's reason */
export async function runHook(
  { runtime, clock }: Pick<PodContext, 'runtime' | 'clock'>,
  handler: Readonly<LifecycleHandler>,
  target: HookTarget,
): Promise<void> {
  const { containerId, container, signal } = target;
  const { exec, httpGet: http, sleep } = handler;
  try {
    if (sleep !== undefined) return await clock.sleep(sleep.seconds * 1000, signal);
    if (exec !== undefined) return await runCommand(runtime, exec.command ?? [], { containerId, signal });
    if (http !== undefined) return await callOut(http, target);
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof HookError || error instanceof RuntimeError)) throw error;
    throw new HookError(
      `${kindOf(handler)} for Container "${container.name}" in Pod "${nameOf(target.pod)}" failed - ${error.message}`,
      {
        cause: error,
      },
    );
  }
  throw new HookError('invalid handler: none of exec, httpGet and sleep is set');
}

function kindOf({ exec, httpGet: http }: Readonly<LifecycleHandler>): string {
  if (exec !== undefined) return `Exec lifecycle hook ([${(exec.command ?? []).join(' ')}])`;
  return `HTTP lifecycle hook (${http?.path ?? '/'})`;
}

function nameOf({ metadata: { name = '', namespace = '', uid = '' } }: Readonly<Pod>): string {
  return `${name}_${namespace}(${uid})`;
}

async function runCommand(
  runtime: PodContext['runtime'],
  command: readonly string[],
  { containerId, signal }: Pick<HookTarget, 'containerId' | 'signal'>,
): Promise<void> {
  const { exitCode, output } = await runtime.exec(containerId, command, { signal });
  if (exitCode !== 0)
    throw new HookError(
      `error: command '${command.join(' ')}' exited with ${exitCode}: ${output}, message: ${JSON.stringify(output)}`,
    );
}

/** That it answers is enough, whatever it answers. Where TLS is asked for and not spoken, the hook goes without. */
async function callOut(action: NonNullable<LifecycleHandler['httpGet']>, target: HookTarget): Promise<void> {
  const call = (scheme: 'HTTP' | 'HTTPS') =>
    httpGet({ ...action, scheme }, { ...target, userAgent: 'kube-lifecycle/1.35' });
  try {
    await call(action.scheme ?? 'HTTP').catch((error: unknown) => {
      const speaksNoTls =
        error instanceof Error && /(server gave HTTP response to HTTPS client|EOF)$/.test(error.message);
      if (speaksNoTls) return call('HTTP');
      throw error;
    });
  } catch (error) {
    throw new HookError(`error: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
