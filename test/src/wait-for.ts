// Waits for the world to be as a test expects it. Only tests poll: the code under test is told.

import { setTimeout as sleep } from 'node:timers/promises';

export interface WaitOptions {
  /** How long to wait, in milliseconds: on a machine that is slow and busy. @default 90_000 */
  readonly timeoutMs?: number;
  /** The pause between two looks, in milliseconds. @default 50 */
  readonly intervalMs?: number;
}

/** What a look at the world returns: `undefined` or `false` for "not yet", anything else is the answer. */
export type Look<T> = () => Promise<T | undefined | false> | T | undefined | false;

/**
 * Looks until the look has an answer, and returns it. An error is "not yet" too.
 * @param what completes "waiting for …" in the error message
 * @throws {Error} when time is up; its cause is the error of the last look, if it failed
 */
export async function waitFor<T>(what: string, look: Look<T>, options: WaitOptions = {}): Promise<T> {
  const { timeoutMs = 90_000, intervalMs = 50 } = options;
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    let cause: unknown;
    try {
      const answer = await look();
      if (answer !== undefined && answer !== false) return answer;
    } catch (error) {
      cause = error;
    }
    if (performance.now() >= deadline) throw tooLate({ what, timeoutMs, cause });
    await sleep(intervalMs);
  }
}

function tooLate({ what, timeoutMs, cause }: { what: string; timeoutMs: number; cause: unknown }): Error {
  const reason = cause instanceof Error ? `: ${cause.message}` : '';
  return new Error(`Gave up waiting for ${what} after ${timeoutMs} ms${reason}`, { cause });
}
