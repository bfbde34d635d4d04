import { describe, expect, it } from 'vitest';
import { systemClock } from './clock.ts';
import { fakeClock } from './fake-clock.ts';

describe('fakeClock()', () => {
  it('fires timers in the order of their times and shows those times', async () => {
    const clock = fakeClock(new Date(1000));
    const seen: string[] = [];
    clock.after(20, () => seen.push(`b@${clock.now().getTime()}`));
    clock.after(10, () => seen.push(`a@${clock.now().getTime()}`));
    clock.every(15, () => seen.push(`tick@${clock.monotonic()}`));
    await clock.advance(30);
    expect(seen).toEqual(['a@1010', 'tick@15', 'b@1020', 'tick@30']);
    expect(clock.now().getTime()).toBe(1030);
  });

  it('fires timers that timers set, within one advance', async () => {
    const clock = fakeClock();
    let steps = 0;
    const loop = (async () => {
      for (; steps < 3; steps += 1) await clock.sleep(5);
    })();
    await clock.advance(15);
    await loop;
    expect(steps).toBe(3);
    expect(clock.pending).toBe(0);
  });

  it('does not fire what was cancelled', async () => {
    const clock = fakeClock();
    clock.after(1, () => expect.unreachable()).cancel();
    await clock.advance(5);
    expect(clock.pending).toBe(0);
  });

  it('ends a sleep with the reason of the signal and clears its timer', async () => {
    const clock = fakeClock();
    const abort = new AbortController();
    const sleep = clock.sleep(1000, abort.signal);
    abort.abort(new Error('enough'));
    await expect(sleep).rejects.toThrow('enough');
    await expect(clock.sleep(1, abort.signal)).rejects.toThrow('enough');
    expect(clock.pending).toBe(0);
  });
});

describe('systemClock', () => {
  it('sleeps about as long as it is told', async () => {
    const start = systemClock.monotonic();
    await systemClock.sleep(15);
    expect(systemClock.monotonic() - start).toBeGreaterThanOrEqual(14);
  });

  it('does not take a delay of months for none at all', async () => {
    const timer = systemClock.after(90 * 24 * 3_600_000, () => expect.unreachable());
    await systemClock.sleep(5);
    timer.cancel();
  });
});
