import { isTimeout } from '@wherry/api';
import { fakeClock } from '@wherry/component';
import { describe, expect, it } from 'vitest';
import type { Exchange } from '../handlers/exchange.ts';
import { parseRequestInfo } from '../http/request-info.ts';
import { requestTimeout } from './request-timeout.ts';

/** A request that stays under way until it is let go. */
function ask(target: string, { headersSent = false } = {}) {
  const clock = fakeClock();
  const gate = Promise.withResolvers<void>();
  // As far as the filter looks at it.
  const exchange = { info: parseRequestInfo('GET', target), response: { headersSent } } as Exchange;
  const outcome = (async () => requestTimeout({ clock })(() => gate.promise)(exchange))();
  outcome.catch(() => undefined);
  return { clock, outcome, finish: gate.resolve, fail: gate.reject };
}

describe('requestTimeout', () => {
  it.each([
    ['what the client says', '/api/v1/pods?timeout=2500ms', 2_500],
    ['a minute when he waits longer', '/api/v1/pods?timeout=1h', 60_000],
    ['a minute when he does not care', '/api/v1/pods?timeout=0', 60_000],
  ])('gives up after %s', async (_after, target, time) => {
    const { clock, outcome, fail } = ask(target);
    let isOver = false;
    outcome.catch(() => (isOver = true));
    await clock.advance(time - 1);
    expect(isOver).toBe(false);
    await clock.advance(1);
    await expect(outcome).rejects.toSatisfy(isTimeout);
    await expect(outcome).rejects.toThrow('Timeout: request did not complete within the allotted timeout');
    // What comes of it in the end is nobody's any more.
    fail(new Error('too late'));
    expect(clock.pending).toBe(0);
  });

  it.each([
    ['is done in time', ask('/api/v1/pods?timeout=5s'), 1_000],
    ['says nothing of time', ask('/api/v1/pods'), 600_000],
    ['watches', ask('/api/v1/pods?watch=1&timeout=5s'), 600_000],
    ['is being answered', ask('/api/v1/pods?timeout=5s', { headersSent: true }), 600_000],
  ])('lets be what %s', async (_what, { clock, outcome, finish }, time) => {
    await clock.advance(time);
    finish();
    await expect(outcome).resolves.toBeUndefined();
    expect(clock.pending).toBe(0);
  });

  it('refuses what is no time', async () => {
    await expect(ask('/api/v1/pods?timeout=invalid').outcome).rejects.toMatchObject({
      code: 400,
      message: 'invalid timeout specified in the request URL - time: invalid duration "invalid"',
    });
  });
});
