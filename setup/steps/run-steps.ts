// Runs the steps in their order and tells how each went: number, statement, outcome, time.

import type { Machine } from './machine.ts';
import type { Step } from './step.ts';

export interface RunStepsOptions {
  readonly machine: Machine;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** Takes one line of output. */
  readonly print: (line: string) => void;
}

/**
 * Runs every step. The first that fails ends the run.
 * @throws what the step threw; for a person to act on when it is a {@link SetUpError}.
 */
export async function runSteps(steps: readonly Step[], { machine, now, print }: RunStepsOptions): Promise<void> {
  for (const [index, step] of steps.entries()) {
    const label = `[${index + 1}/${steps.length}] ${step.ensures}`;
    const start = now();
    const elapsed = (): string => formatElapsed(now() - start);
    try {
      const outcome = await step.ensure(machine);
      print(`${label}: ${outcome === 'already' ? 'yes' : 'yes, now'} (${elapsed()})`);
    } catch (error) {
      print(`${label}: no (${elapsed()})`);
      throw error;
    }
  }
}

/** Milliseconds as a person reads them: `3 ms`, `2.4 s`. */
export function formatElapsed(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
