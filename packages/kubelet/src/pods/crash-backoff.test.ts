import { fakeClock } from '@wherry/component';
import { describe, expect, it } from 'vitest';
import { CrashBackoff } from './crash-backoff.ts';

describe('CrashBackoff', () => {
  it('lets the first restart be free, then waits 10 s, 20 s … up to 5 minutes', async () => {
    const clock = fakeClock();
    const backoff = new CrashBackoff(clock);
    const delays: (number | undefined)[] = [];
    for (let crash = 0; crash < 8; crash += 1) {
      const endedAt = clock.now().getTime();
      const wait = backoff.waiting('a', endedAt);
      delays.push(wait?.delay);
      await clock.advance(wait?.delay ?? 0);
      expect(backoff.waiting('a', endedAt)).toBeUndefined();
      backoff.next('a', endedAt);
    }
    expect(delays).toEqual([undefined, 10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000]);
  });

  it('begins anew with what has run for more than 10 minutes', async () => {
    const clock = fakeClock();
    const backoff = new CrashBackoff(clock);
    backoff.next('a', clock.now().getTime());
    await clock.advance(600_001);
    expect(backoff.waiting('a', clock.now().getTime())).toBeUndefined();
  });

  it('keeps containers apart and forgets them by pod', () => {
    const clock = fakeClock();
    const backoff = new CrashBackoff(clock);
    const now = clock.now().getTime();
    backoff.next('pod1/a', now);
    expect(backoff.waiting('pod2/a', now)).toBeUndefined();
    expect(backoff.waiting('pod1/a', now)).toBeDefined();
    backoff.forget('pod1/');
    expect(backoff.waiting('pod1/a', now)).toBeUndefined();
  });
});
