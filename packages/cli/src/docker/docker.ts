/** Docker's command line, which knows where the user's engine is (contexts, DOCKER_HOST), as a function. */
import { execFile } from 'node:child_process';

/** A command that did not succeed. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly stderr: string;

  constructor(message: string, stderr: string) {
    super(message);
    this.stderr = stderr;
  }
}

export interface CommandOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Whether what it prints to stderr is returned too. */
  readonly withStderr?: boolean;
}

/** What it prints may be long: the description of every container of a cluster. */
const MAX_OUTPUT = 256 * 1024 * 1024;

/**
 * Runs a command to its end and returns what it printed.
 * @throws CommandError that says what it printed to stderr
 */
export function runCommand(
  [command, ...args]: readonly [string, ...string[]],
  { env = {}, cwd, withStderr = false }: CommandOptions = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { env: { ...process.env, ...env }, maxBuffer: MAX_OUTPUT, cwd };
    execFile(command, args, options, (error, stdout, stderr) => {
      if (error === null) return resolve(withStderr ? stdout + stderr : stdout);
      const why = stderr.trim() || error.message;
      reject(new CommandError(`${[command, ...args].join(' ')} failed: ${why}`, stderr));
    });
  });
}

export function docker(args: readonly string[], options?: CommandOptions): Promise<string> {
  return runCommand(['docker', ...args], options);
}

/** Lines that are not empty. */
export function linesOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => line.trim() !== '');
}
