// What the steps may know and do about the machine they run on: the one seam between them and the operating system.

import { spawn } from 'node:child_process';
import { access, constants, mkdir, open } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';

export interface Machine {
  /** The checkout. */
  readonly root: string;
  /** As Node names them: `linux`, `darwin` … and `x64`, `arm64` … */
  readonly platform: string;
  readonly arch: string;
  /** Whether this process may install Debian packages. */
  readonly isRoot: boolean;
  /** The path of a command on the PATH, or undefined. */
  find(command: string): Promise<string | undefined>;
  /**
   * Runs a command to its end; what it prints goes to stderr.
   * @throws {Error} when it ends with another code than 0.
   */
  run(command: string, args: readonly string[]): Promise<void>;
  /** Whether a file or folder is there. */
  exists(path: string): Promise<boolean>;
  /** Starts a program that goes on when this process ends; what it prints goes to a file under `.wherry`. */
  startDaemon(command: string, args: readonly string[], logFile: string): Promise<void>;
  /** Tells the person at the terminal what is about to happen. */
  say(line: string): void;
}

/** The machine that this process runs on. */
export function thisMachine({ root }: { root: string }): Machine {
  return {
    root,
    platform: process.platform,
    arch: process.arch,
    isRoot: process.getuid?.() === 0,
    find: findOnPath,
    run: runToEnd,
    exists: (path) =>
      access(path).then(
        () => true,
        () => false,
      ),
    startDaemon: (command, args, logFile) => startDaemon(command, args, join(root, '.wherry', logFile)),
    say: (line) => console.log(`      ${line}`),
  };
}

async function findOnPath(command: string): Promise<string | undefined> {
  // Debian keeps some commands of root in sbin, which the PATH of a plain user lacks.
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin'];
  for (const folder of folders) {
    const path = join(folder, command);
    if (await isExecutable(path)) return path;
  }
  return undefined;
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function runToEnd(command: string, args: readonly string[]): Promise<void> {
  return new Promise((done, failed) => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const child = spawn(command, args, { stdio: ['ignore', 2, 2], env });
    child.on('error', failed);
    child.on('exit', (code, signal) => {
      if (code === 0) done();
      else failed(new Error(`${command} ${args.join(' ')} ended with ${code ?? signal}`));
    });
  });
}

async function startDaemon(command: string, args: readonly string[], logFile: string): Promise<void> {
  await mkdir(dirname(logFile), { recursive: true });
  const log = await open(logFile, 'a');
  const child = spawn(command, args, { stdio: ['ignore', log.fd, log.fd], detached: true });
  child.on('error', (error) => console.error(`cannot start ${command}: ${error.message}`));
  child.unref();
  await log.close();
}
