// What a step of the set-up is. A step states what holds after it and makes it hold; it may be run at any time, any
// number of times, and costs milliseconds when there is nothing to do.

import type { Machine } from './machine.ts';

/** What a step found: `already` when it held before, `changed` when the step made it hold. */
export type Outcome = 'already' | 'changed';

/** One thing that a machine needs before Wherry can be run or tested on it. */
export interface Step {
  /** What holds afterwards, in one line. */
  readonly ensures: string;
  /**
   * Makes it hold. Says beforehand what it is about to change.
   * @throws {SetUpError} when only a person can make it hold; the message says what to do.
   */
  ensure(machine: Machine): Promise<Outcome>;
}

/** Something that the person at the terminal has to do; shown without a stack. */
export class SetUpError extends Error {}
