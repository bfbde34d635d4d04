/** What the engine sends for as long as something goes on: events, and the output of commands that nobody talks to. */
import { readFile } from 'node:fs/promises';
import type Docker from 'dockerode';
import { PassThrough } from 'node:stream';
import { containerEvents } from '@wherry/engine';
import { RuntimeError, type ExecResult } from '../runtime.ts';
import { asked } from './engine-errors.ts';
import { OWNER, POD_UID } from './labels.ts';

const MOST_EXEC_OUTPUT = 10 * 1024;

/** What changes the state of a pod. `health_status`, `exec_start` and the like do not. */
const EVENTS = ['start', 'die', 'oom', 'destroy', 'pause', 'unpause'];

/** The uids of pods of an owner, as something happens to them. */
export async function* podEvents(
  docker: Docker,
  { owner, signal }: { readonly owner: string; readonly signal: AbortSignal },
) {
  const labels = [`${OWNER}=${owner}`];
  yield* await asked(containerEvents(docker, { labels, events: EVENTS, key: POD_UID, signal }));
}

/** Runs a command in a container to its end. */
export async function execute(
  docker: Docker,
  id: string,
  { command, signal }: { readonly command: readonly string[]; readonly signal?: AbortSignal | undefined },
): Promise<ExecResult> {
  const abort = signal === undefined ? {} : { abortSignal: signal };
  const exec = await asked(
    docker.getContainer(id).exec({ Cmd: [...command], AttachStdout: true, AttachStderr: true, ...abort }),
  );
  const stream = await asked(exec.start({ hijack: false, stdin: false, ...abort }));
  const merged = new PassThrough();
  merge(docker, stream, merged);
  // The engine goes on with a command that nobody listens to.
  const giveUp = () => {
    merged.destroy(new RuntimeError('The command was called off'));
    void endCommand(exec, id);
  };
  signal?.addEventListener('abort', giveUp, { once: true });
  if (signal?.aborted === true) giveUp();
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of merged as AsyncIterable<Buffer>) {
      if (size < MOST_EXEC_OUTPUT) chunks.push(chunk);
      size += chunk.length;
    }
  } finally {
    signal?.removeEventListener('abort', giveUp);
  }
  const { ExitCode: exitCode } = await asked(exec.inspect());
  return { exitCode: exitCode ?? -1, output: Buffer.concat(chunks).subarray(0, MOST_EXEC_OUTPUT).toString('utf8') };
}

/** Kills the process of a command, if this machine is the one that it runs on: its cgroup has the container's name. */
async function endCommand(exec: Docker.Exec, container: string): Promise<void> {
  try {
    const { Pid: pid, Running: runs } = await exec.inspect();
    if (!runs || pid === 0) return;
    if ((await readFile(`/proc/${pid}/cgroup`, 'utf8')).includes(container)) process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended, or it runs where we do not reach: it will end with its container.
  }
}

/** Puts standard output and error back into one stream. */
function merge(docker: Docker, stream: NodeJS.ReadableStream, into: PassThrough): void {
  stream.on('error', (error) => into.destroy(error));
  docker.modem.demuxStream(stream, into, into);
  stream.on('end', () => into.end());
}
