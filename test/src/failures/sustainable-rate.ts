// How many requests a second a machine can bear: a steady rate above that loses requests, whatever is asked.

import { performance } from 'node:perf_hooks';
import { ask } from './open-loop-load.ts';
import type { Target } from './open-loop-load.ts';

const AT_A_TIME = 32;
const REQUESTS = 400;

/** A third of what the targets answer when they are asked as fast as they answer: the rest is for what else goes on. */
export async function sustainableRate(targets: readonly Target[]): Promise<number> {
  const begin = performance.now();
  let asked = 0;
  const keepAsking = async (): Promise<void> => {
    for (let at = asked++; at < REQUESTS; at = asked++) {
      const { url, host = new URL(url).host } = targets[at % targets.length] ?? { url: '' };
      await ask(url, { headers: { host, connection: 'close' }, patience: 30_000 });
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, keepAsking));
  return REQUESTS / ((performance.now() - begin) / 1000) / 3;
}
