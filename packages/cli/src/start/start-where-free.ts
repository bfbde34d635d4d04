/**
 * Starts containers with addresses and ports that were found to be free. Another may take one between the look and the start,
 * such as a second cluster that is started at the same time: then it is looked for again.
 */
import { CommandError } from '../docker/docker.ts';
import { composeVariables, type Settings } from '../settings.ts';

export interface StartWhereFree<Result> {
  /** What was found first. */
  readonly settings: Settings;
  readonly start: (settings: Settings) => Promise<Result>;
  /** Looks again. What the cluster has got by now counts as free. */
  readonly choose: () => Promise<Settings>;
}

/** Somebody who takes whatever is chosen, again and again, is not a race. */
const MOST_TRIES = 5;

/** @throws what the last start throws, when there is nothing else to try; what `choose` throws */
export async function startWhereFree<Result>({ settings, start, choose }: StartWhereFree<Result>): Promise<Result> {
  let present = settings;
  for (let tries = 1; ; tries += 1) {
    try {
      return await start(present);
    } catch (error) {
      if (!(error instanceof CommandError) || tries === MOST_TRIES) throw error;
      const others = await choose();
      if (isSame(others, present)) throw error;
      present = others;
    }
  }
}

const isSame = (one: Settings, other: Settings): boolean =>
  JSON.stringify(composeVariables(one)) === JSON.stringify(composeVariables(other));
