/** Runs `nft`: a transaction is carried out whole or not at all. */
import { spawn } from 'node:child_process';

export type Nft = (transaction: string, signal?: AbortSignal) => Promise<void>;

/** The kernel refused a transaction, or `nft` could not be run. */
export class NftError extends Error {
  override readonly name = 'NftError';
}

/** What `nft` says of a transaction is cut: it repeats every line that is wrong. */
const MOST_OF_MESSAGE = 2000;

/**
 * @param command the program with its arguments before `-f -`. @default nft, in this network namespace
 * @throws NftError, in the promise
 */
export function nftCommand(command: readonly string[] = ['nft']): Nft {
  const [program = 'nft', ...args] = command;
  return (transaction, signal) =>
    new Promise((resolve, reject) => {
      const child = spawn(program, [...args, '-f', '-'], {
        stdio: ['pipe', 'ignore', 'pipe'],
        ...(signal === undefined ? {} : { signal }),
      });
      let message = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => (message += text));
      child.on('error', (cause) => reject(new NftError(`Cannot run ${program}: ${cause.message}`, { cause })));
      child.on('close', (code) => {
        if (code === 0) resolve();
        else reject(new NftError(`The kernel refused the rules: ${message.slice(0, MOST_OF_MESSAGE)}`));
      });
      // An early end of nft is told by its exit code.
      child.stdin.on('error', () => undefined);
      child.stdin.end(transaction);
    });
}
