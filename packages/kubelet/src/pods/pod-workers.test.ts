import { fakeClock, silentLog } from '@wherry/component';
import { describe, expect, it } from 'vitest';
import { startPodWorkers } from './pod-workers.ts';

describe('startPodWorkers', () => {
  it('works on a pod once at a time, and again when it was woken meanwhile', async () => {
    const clock = fakeClock();
    const gates: PromiseWithResolvers<void>[] = [];
    const sync = () => {
      const gate = Promise.withResolvers<void>();
      gates.push(gate);
      return gate.promise;
    };
    const workers = startPodWorkers({ sync, clock, log: silentLog });
    workers.wake('a');
    workers.wake('a');
    workers.wake('b');
    await clock.advance(0);
    expect(gates).toHaveLength(2);
    gates[0]?.resolve();
    await clock.advance(0);
    expect(gates).toHaveLength(3);
    gates.forEach(({ resolve }) => resolve());
    await clock.advance(0);
    expect(gates).toHaveLength(3);
    await workers.stop();
  });

  it('looks again when told to, and later the more often it fails', async () => {
    const clock = fakeClock();
    const times: number[] = [];
    const results = [() => ({ again: 100 }), fail, fail, () => undefined];
    const sync = async () => {
      times.push(clock.monotonic());
      return results[times.length - 1]?.();
    };
    const workers = startPodWorkers({ sync, clock, log: silentLog });
    workers.wake('a');
    await clock.advance(60_000);
    expect(times).toEqual([0, 100, 600, 1600]);
    await workers.stop();
    workers.wake('a');
    await clock.advance(60_000);
    expect(times).toHaveLength(4);
  });
});

function fail(): never {
  throw new Error('not yet');
}

describe('interrupting', () => {
  it('calls off what is under way, and starts over at once', async () => {
    const clock = fakeClock();
    const begun: AbortSignal[] = [];
    const sync = (_uid: string, signal: AbortSignal) => {
      begun.push(signal);
      return new Promise<void>((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('called off')));
      });
    };
    const workers = startPodWorkers({ sync, clock, log: silentLog });
    workers.wake('a');
    await clock.advance(0);
    workers.wake('a');
    await clock.advance(0);
    expect(begun.map(({ aborted }) => aborted)).toEqual([false]);
    workers.wake('a', { interrupt: true });
    await clock.advance(0);
    expect(begun.map(({ aborted }) => aborted)).toEqual([true, false]);
    await workers.stop();
  });
});
