import { fakeClock, silentLog, type FakeClock } from '@wherry/component';
import { describe, expect, it } from 'vitest';
import type { Sample } from './sample.ts';
import { createUsageKeeper } from './usage-keeper.ts';

const at = (time: number): Sample => ({ node: { cpu: time, memory: 1, at: time }, pods: new Map(), at: time });

/** Lets the time pass in which a second sample is waited for. */
async function pass(clock: FakeClock): Promise<void> {
  for (let second = 0; second < 4; second += 1) await clock.advance(1000);
}

/** A keeper whose kubelets measure every two seconds. */
function keeperOf(answer?: (node: string, signal: AbortSignal) => Promise<Sample>) {
  const clock = fakeClock();
  const asked: string[] = [];
  const sample = (node: string, signal: AbortSignal): Promise<Sample> => {
    asked.push(node);
    return answer?.(node, signal) ?? Promise.resolve(at(Math.floor(clock.monotonic() / 2000) * 2000));
  };
  return { clock, asked, keeper: createUsageKeeper({ sample, clock, log: silentLog }) };
}

describe('createUsageKeeper', () => {
  it('takes two samples that lie apart, and answers everybody from them for a while', async () => {
    const { clock, asked, keeper } = keeperOf();
    const both = [keeper.read(['n1']), keeper.read(['n1'])];
    await pass(clock);
    const [one, other] = await Promise.all(both);
    expect(one?.get('n1')?.last.at).toBeGreaterThan(one?.get('n1')?.previous.at ?? Infinity);
    expect(other).toEqual(one);
    await clock.advance(10_000);
    expect(await keeper.read(['n1'])).toEqual(one);
    expect(asked).toHaveLength(3);
  });

  it('counts from the last sample when somebody asks again soon', async () => {
    const { clock, asked, keeper } = keeperOf();
    const first = keeper.read(['n1']);
    await pass(clock);
    const last = (await first).get('n1')?.last;
    await clock.advance(30_000);
    const pair = (await keeper.read(['n1'])).get('n1');
    expect(pair?.previous).toEqual(last);
    expect(asked).toHaveLength(4);
  });

  it('begins anew when nobody has asked for long', async () => {
    const { clock, keeper } = keeperOf();
    const first = keeper.read(['n1']);
    await pass(clock);
    await first;
    await clock.advance(600_000);
    const later = keeper.read(['n1']);
    await pass(clock);
    const pair = (await later).get('n1');
    expect((pair?.last.at ?? 0) - (pair?.previous.at ?? 0)).toBeLessThan(5000);
  });

  it('leaves out who does not answer, and is not kept waiting by it', async () => {
    const { clock, keeper } = keeperOf((node, signal) => {
      if (node === 'down') return Promise.reject(new Error('connection refused'));
      if (node === 'mute') {
        return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
      }
      return Promise.resolve(at(clock.monotonic()));
    });
    const read = keeper.read(['down', 'mute', 'n1']);
    await pass(clock);
    await pass(clock);
    expect([...(await read).keys()]).toEqual(['n1']);
  });

  it.each([
    ['counts from the beginning again', [100, 1, 2, 3]],
    ['did not know its node yet', [undefined, 1, 2, 3]],
  ])('begins anew with a kubelet that %s', async (_name, counts) => {
    const left = [...counts];
    const { clock, keeper } = keeperOf(() => {
      const time = clock.monotonic() + 5000;
      const cpu = left.shift();
      return Promise.resolve({ ...at(time), node: cpu === undefined ? undefined : { cpu, memory: 1, at: time } });
    });
    const read = keeper.read(['n1']);
    await pass(clock);
    const pair = (await read).get('n1');
    expect([pair?.previous.node?.cpu, pair?.last.node?.cpu]).toEqual([1, 2]);
  });

  it('gives up on a kubelet whose time stands still', async () => {
    const { clock, keeper } = keeperOf(() => Promise.resolve(at(1)));
    const read = keeper.read(['n1']);
    for (let i = 0; i < 5; i += 1) await pass(clock);
    expect((await read).size).toBe(0);
  });
});
