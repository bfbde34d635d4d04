// A process that a test runs: what it printed, how it ended, and a way to end it. The children are real processes on
// this machine, so a test must end each one it starts; npm test counts one that is left behind as a failure.

import { spawn } from 'node:child_process';

export interface ChildOptions {
  readonly command: string;
  readonly args: readonly string[];
  /** The whole environment of the child. @default the environment of the tests */
  readonly env?: Readonly<NodeJS.ProcessEnv>;
  /** The working directory. @default that of the tests */
  readonly cwd?: string;
  /** What the child reads from its stdin. @default nothing */
  readonly stdin?: string;
}

/** How a process ended, and all it printed. */
export interface Ended {
  /** The exit code; undefined when a signal ended it. */
  readonly code: number | undefined;
  readonly signal: NodeJS.Signals | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Child {
  readonly pid: number;
  /** What it has printed so far. */
  readonly stdout: string;
  readonly stderr: string;
  /** Whether it has ended. */
  readonly hasEnded: boolean;
  /** Resolves when it has ended and all its output is here; never rejects. */
  readonly ended: Promise<Ended>;
  /** Sends a signal; nothing happens when it has ended. */
  signal(signal: NodeJS.Signals): void;
  /** Ends it, with SIGTERM and after `graceMs` with SIGKILL, and returns how it ended. */
  stop(options?: { readonly graceMs?: number }): Promise<Ended>;
}

/**
 * Starts a process.
 * @throws {Error} when the command cannot be started
 */
export async function startChild({ command, args, env, cwd, stdin }: ChildOptions): Promise<Child> {
  const process = spawn(command, args, { env, cwd, stdio: ['pipe', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  let hasEnded = false;
  process.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  process.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  // A child that ends before it has read all its input is no error of the test.
  process.stdin.on('error', () => {}).end(stdin);
  const ended = new Promise<Ended>((done) => {
    process.on('close', (code, signal) => {
      hasEnded = true;
      done({ code: code ?? undefined, signal: signal ?? undefined, stdout, stderr });
    });
  });
  const pid = await new Promise<number>((started, failed) => {
    process.on('error', (cause) => failed(new Error(`${command} could not be started: ${cause.message}`, { cause })));
    process.on('spawn', () => started(process.pid ?? -1));
  });
  return {
    pid,
    ended,
    get stdout() {
      return stdout;
    },
    get stderr() {
      return stderr;
    },
    get hasEnded() {
      return hasEnded;
    },
    signal: (signal) => void process.kill(signal),
    async stop({ graceMs = 10_000 } = {}) {
      process.kill('SIGTERM');
      const late = setTimeout(() => process.kill('SIGKILL'), graceMs);
      try {
        return await ended;
      } finally {
        clearTimeout(late);
      }
    },
  };
}
