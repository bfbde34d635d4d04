/** Waiting for what a process brings about. Only tests poll: the code under test is told. */
import { systemClock } from '../clock.ts';

/** Shorter than a test may take, so that what was expected is said and not only that it took too long. */
const PATIENCE_MS = 45_000;
const PAUSE_MS = 10;

/**
 * Checks until the check passes, and returns what it returns.
 * @throws what the check threw last, when it has not passed for some seconds
 */
export async function eventually<T>(check: () => Promise<T> | T): Promise<T> {
  const begin = systemClock.monotonic();
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (systemClock.monotonic() - begin > PATIENCE_MS) throw error;
      await systemClock.sleep(PAUSE_MS);
    }
  }
}
