/** How long to wait before the next try, growing with every failure in a row. */

export interface BackoffOptions {
  /** The first wait, in milliseconds. */
  readonly first: number;
  /** The longest wait, in milliseconds. */
  readonly most: number;
  /** By how much each wait is longer than the one before. @default 2 */
  readonly factor?: number;
  /** How much of a wait is random, so that many do not come back at once. @default 0 */
  readonly jitter?: number;
  /** From 0 to below 1. @default Math.random */
  readonly random?: () => number;
}

/** The wait, in milliseconds, after so many failures in a row (from 1 on). */
export function backoffAfter(failures: number, options: BackoffOptions): number {
  const { first, most, factor = 2, jitter = 0, random = Math.random } = options;
  const wait = Math.min(most, first * factor ** (failures - 1));
  return wait * (1 + jitter * random());
}
