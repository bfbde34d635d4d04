// Processes of a cluster are ended in the midst of what they do, and started again a moment later.

import { setTimeout as sleep } from 'node:timers/promises';
import { waitFor } from '../wait-for.ts';
import { docker } from './docker.ts';
import type { Random } from './random.ts';

export interface KillingOptions {
  readonly containers: readonly string[];
  /** How often each is killed. */
  readonly times: number;
  /** How many are away at the same time, at most. */
  readonly together: number;
  readonly random: Random;
}

/** Kills all of them in random order at random moments. Resolves when they have been started for the last time. */
export async function killAll({ containers, times, together, random }: KillingOptions): Promise<void> {
  // The engine waits up to a minute before it starts what has ended by itself again and again.
  const patience = { timeoutMs: 180_000 };
  const all = random.shuffle(containers.flatMap((container) => Array.from({ length: times }, () => container)));
  const away = new Set<string>();
  const kill = async (): Promise<void> => {
    for (;;) {
      const index = all.findIndex((container) => !away.has(container));
      const [container] = index < 0 ? [] : all.splice(index, 1);
      if (container === undefined) return;
      away.add(container);
      // One that has ended by itself, for lack of another, is first started again by the engine.
      await waitFor(`${container} to be killed`, async () => docker('kill', '--signal=KILL', container), patience);
      await sleep(random.below(400));
      await docker('start', container);
      await sleep(random.below(800));
      away.delete(container);
    }
  };
  await Promise.all(Array.from({ length: together }, kill));
  const areRunning = async (): Promise<boolean> => {
    const states = await docker('inspect', '--format={{.State.Running}}', ...containers);
    return states.every((state) => state === 'true');
  };
  await waitFor('the processes to run', areRunning, patience);
}
