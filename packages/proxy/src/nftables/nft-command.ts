/** Runs `nft`: a transaction is carried out whole or not at all. */
import { runProgram } from '../run-program.ts';

export type Nft = (transaction: string) => Promise<void>;

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
  return async (transaction) => {
    const ran = await runProgram({ command: [...command, '-f', '-'], input: transaction }).catch((cause: unknown) => {
      throw new NftError('Cannot run nft', { cause });
    });
    if (ran.code !== 0) throw new NftError(`The kernel refused the rules: ${ran.complaint.slice(0, MOST_OF_MESSAGE)}`);
  };
}
