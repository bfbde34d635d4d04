import { fakeClock } from '@wherry/component';
import { describe, expect, it } from 'vitest';
import { NO_USAGE } from './cgroup/add-usage.ts';
import type { NodeSample } from './sample.ts';
import { createSampler } from './sampler.ts';

function sampler() {
  const clock = fakeClock();
  let taken = 0;
  const take = (): Promise<NodeSample> => {
    taken += 1;
    return Promise.resolve({ at: clock.monotonic(), node: NO_USAGE, system: [], traffic: [], pods: [] });
  };
  const ask = createSampler({ take, clock: { ...clock, sleep: (ms) => clock.advance(ms) } });
  const span = async () => {
    const { now, before } = await ask();
    return now.at - before.at;
  };
  return { clock, ask, span, taken: () => taken };
}

describe('createSampler()', () => {
  it('takes two samples a second apart for the first who asks, and none before', async () => {
    const { span, taken } = sampler();
    expect(taken()).toBe(0);
    expect(await span()).toBe(1000);
    expect(taken()).toBe(2);
  });

  it('lets an answer serve all who ask within two seconds, and all who ask at once', async () => {
    const { ask, clock, taken } = sampler();
    await Promise.all([ask(), ask(), ask()]);
    await clock.advance(1500);
    await ask();
    expect(taken()).toBe(2);
    await clock.advance(500);
    await ask();
    expect(taken()).toBe(3);
  });

  it('spans the time since the last answer', async () => {
    const { clock, span } = sampler();
    await span();
    await clock.advance(15_000);
    expect(await span()).toBe(15_000);
  });

  it('begins anew after a pause', async () => {
    const { clock, span } = sampler();
    await span();
    await clock.advance(300_000);
    expect(await span()).toBe(1000);
  });

  it('tries again after a failure', async () => {
    const clock = fakeClock();
    let isWell = false;
    const take = (): Promise<NodeSample> =>
      isWell
        ? Promise.resolve({ at: 0, node: NO_USAGE, system: [], traffic: [], pods: [] })
        : Promise.reject(new Error('no engine'));
    const ask = createSampler({ take, clock: { ...clock, sleep: (ms) => clock.advance(ms) } });
    await expect(ask()).rejects.toThrow('no engine');
    isWell = true;
    await expect(ask()).resolves.toBeDefined();
  });
});
