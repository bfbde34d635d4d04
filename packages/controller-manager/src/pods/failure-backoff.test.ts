import { expect, it } from 'vitest';
import { fakeClock } from '@wherry/component';
import { FailureBackoff } from './failure-backoff.ts';

it('FailureBackoff doubles the wait of a key up to a quarter of an hour', async () => {
  const clock = fakeClock();
  const backoff = new FailureBackoff(clock);
  expect(backoff.left('a')).toBe(0);
  backoff.tried('a');
  expect([backoff.left('a'), backoff.left('b')]).toEqual([1_000, 0]);
  await clock.advance(400);
  expect(backoff.left('a')).toBe(600);
  await clock.advance(600);
  expect(backoff.left('a')).toBe(0);
  backoff.tried('a');
  expect(backoff.left('a')).toBe(2_000);
  for (let times = 0; times < 20; times += 1) backoff.tried('a');
  expect(backoff.left('a')).toBe(15 * 60_000);
});

it('FailureBackoff forgets a key that has not failed for long', async () => {
  const clock = fakeClock();
  const backoff = new FailureBackoff(clock);
  backoff.tried('a');
  backoff.tried('a');
  await clock.advance(30 * 60_000 + 1);
  backoff.tried('a');
  expect(backoff.left('a')).toBe(1_000);
});
