/** Runs `ip` of iproute2. */
import { runProgram } from '../run-program.ts';

export interface IpCommand {
  /** Asks for JSON and reads it. @throws IpError */
  read(args: readonly string[]): Promise<unknown>;
  /** Carries out commands, each by itself: one that fails does not hold up the others. @throws IpError at the end */
  batch(commands: readonly string[]): Promise<void>;
}

/** The kernel refused a command, or `ip` could not be run. */
export class IpError extends Error {
  override readonly name = 'IpError';
}

const MOST_OF_MESSAGE = 2000;

/** @param command the program with its first arguments. @default ip, in this network namespace */
export function ipCommand(command: readonly string[] = ['ip']): IpCommand {
  const run = async (args: readonly string[], input?: string): Promise<string> => {
    const line = [...command, ...args];
    const ran = await runProgram({ command: line, ...(input === undefined ? {} : { input }) }).catch(
      (cause: unknown) => {
        throw new IpError(`Cannot run ${command.join(' ')}`, { cause });
      },
    );
    if (ran.code === 0) return ran.output;
    throw new IpError(`The kernel refused a change of its network: ${ran.complaint.trim().slice(0, MOST_OF_MESSAGE)}`);
  };
  return {
    async read(args) {
      const output = await run(['-json', ...args]);
      return output.trim() === '' ? [] : JSON.parse(output);
    },
    batch: async (commands) => void (await run(['-force', '-batch', '-'], `${commands.join('\n')}\n`)),
  };
}
