/** Commands and containers that somebody talks to, over connections that the engine hands over after an upgrade. */
import type { Duplex } from 'node:stream';
import type Docker from 'dockerode';
import { describeError, type Clock } from '@wherry/component';
import { RuntimeError, type StreamPeer, type TerminalSize } from '../runtime.ts';
import { socketOutput } from '../socket-output.ts';
import { asked } from './engine-errors.ts';
import { outputFrames } from './output-frames.ts';
import { writeDirectly } from './direct-write.ts';

/**
 * The engine lets go of a terminal when these keys are pressed; it cannot be told not to. Nobody presses these, and the
 * first of them is rare, for it waits until the next key is known.
 */
const DETACH_KEYS = 'ctrl-^,ctrl-@,ctrl-^,ctrl-@,ctrl-^';
const EXIT_POLL = { first: 2, most: 100 };
const RESIZE_TRIES = 10;
const RESIZE_AGAIN_MS = 20;
const HANG_UP_TRIES = 20;
const HANG_UP_AGAIN_MS = 100;

interface Conversation {
  readonly tty: boolean;
  readonly peer: StreamPeer;
  readonly resize: (size: TerminalSize) => Promise<unknown>;
  readonly clock: Clock;
}

/** Runs a command to its end, and resolves with its exit code. */
export async function converse(
  docker: Docker,
  id: string,
  options: {
    readonly command: readonly string[];
    readonly tty: boolean;
    readonly peer: StreamPeer;
    readonly clock: Clock;
  },
): Promise<number> {
  const { command, tty, peer, clock } = options;
  const exec = await asked(
    docker.getContainer(id).exec({
      Cmd: [...command],
      AttachStdin: peer.stdin !== undefined,
      // What nobody wants to see is dropped here: the end of the output tells of the end of the command.
      AttachStdout: true,
      AttachStderr: true,
      Tty: tty,
      DetachKeys: DETACH_KEYS,
    }),
  );
  const socket = await asked(exec.start({ hijack: true, stdin: true, Tty: tty }));
  const resize = ({ width: w, height: h }: TerminalSize) => exec.resize({ w, h });
  try {
    await talk(socket, { tty, peer, resize, clock });
  } catch (error) {
    await hangUp(exec, clock);
    throw error;
  }
  return exitCode(exec, clock);
}

/** Talks to the first process of a container until it ends. */
export async function attach(
  docker: Docker,
  id: string,
  { peer, clock }: { readonly peer: StreamPeer; readonly clock: Clock },
): Promise<void> {
  const container = docker.getContainer(id);
  const { Config: config } = await asked(container.inspect());
  const socket = await asked(openAttachment(docker, id, { stdin: peer.stdin !== undefined }));
  const resize = ({ width: w, height: h }: TerminalSize) => container.resize({ w, h });
  await talk(socket, { tty: config.Tty, peer, resize, clock });
}

/** The library's own call sends its options as a body as well, which can end up on the standard input. */
function openAttachment(docker: Docker, id: string, { stdin }: { readonly stdin: boolean }): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const call = {
      path: `/containers/${id}/attach?`,
      method: 'POST',
      isStream: true,
      hijack: true,
      headers: { 'Content-Type': 'text/plain' },
      file: Buffer.alloc(0),
      statusCodes: { 200: true, 404: 'no such container', 409: 'container stopped', 500: 'server error' } as const,
      options: { _query: { stream: 1, stdin: stdin ? 1 : 0, stdout: 1, stderr: 1, detachKeys: DETACH_KEYS } },
    };
    docker.modem.dial(call, (error: Error | null, socket: unknown) => {
      if (error !== null && error !== undefined) reject(error);
      else resolve(socket as Duplex);
    });
  });
}

async function talk(socket: Duplex, { tty, peer, resize, clock }: Conversation): Promise<void> {
  const { signal, write } = peer;
  const gone = () => socket.destroy();
  if (signal.aborted) gone();
  signal.addEventListener('abort', gone, { once: true });
  const ended = new AbortController();
  if (peer.stdin !== undefined) void feed(socket, peer.stdin, clock).catch(() => socket.end());
  if (tty && peer.sizes !== undefined) void followSize(peer.sizes, { resize, clock, signal: ended.signal });
  try {
    const output = socketOutput(socket);
    if (tty) for await (const bytes of output) await write('stdout', bytes);
    else for await (const { stream, bytes } of outputFrames(output)) await write(stream, bytes);
  } catch (error) {
    if (!signal.aborted) throw new RuntimeError(describeError(error), { cause: error });
  } finally {
    ended.abort();
    signal.removeEventListener('abort', gone);
    socket.destroy();
  }
  if (signal.aborted) throw new RuntimeError('the client has gone');
}

async function feed(socket: Duplex, stdin: AsyncIterable<Buffer>, clock: Clock): Promise<void> {
  for await (const bytes of stdin) {
    if (!(await writeDirectly(socket, bytes, clock))) return;
  }
  if (socket.writable) socket.end();
}

/** A command may not have begun yet when its terminal is given a size. */
async function followSize(
  sizes: AsyncIterable<TerminalSize>,
  { resize, clock, signal }: Pick<Conversation, 'resize' | 'clock'> & { readonly signal: AbortSignal },
): Promise<void> {
  for await (const size of sizes) {
    for (let tries = 0; tries < RESIZE_TRIES && !signal.aborted; tries += 1) {
      const isDone = await resize(size).then(
        () => true,
        () => false,
      );
      if (isDone) break;
      await clock.sleep(RESIZE_AGAIN_MS);
    }
    if (signal.aborted) return;
  }
}

/** The engine closes the connection a moment before it knows the exit code. */
async function exitCode(exec: Docker.Exec, clock: Clock): Promise<number> {
  for (let wait = EXIT_POLL.first; ; wait = Math.min(wait * 2, EXIT_POLL.most)) {
    const { Running: isRunning, ExitCode: code } = await asked(exec.inspect());
    if (!isRunning && code !== null) return code;
    await clock.sleep(wait);
  }
}

/** The engine goes on with a command whose client has gone; we see the same processes as it does, and tell it. */
async function hangUp(exec: Docker.Exec, clock: Clock): Promise<void> {
  try {
    for (let tries = 0; tries < HANG_UP_TRIES; tries += 1) {
      const { Running: isRunning, Pid: pid, ExitCode: code } = await exec.inspect();
      if (isRunning && pid > 1) process.kill(pid, 'SIGHUP');
      // It may not even have begun.
      if (isRunning || code !== null) return;
      await clock.sleep(HANG_UP_AGAIN_MS);
    }
  } catch {
    // It has ended by itself, or its processes are not ours to see: nobody waits for it.
  }
}
