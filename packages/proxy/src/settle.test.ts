import { fakeClock, silentLog } from '@wherry/component';
import { describe, expect, it } from 'vitest';
import { settle } from './settle.ts';

function counted(fail: (run: number) => boolean = () => false) {
  const clock = fakeClock();
  const state = { runs: 0 };
  const work = (): Promise<void> => {
    state.runs += 1;
    return fail(state.runs) ? Promise.reject(new Error('no')) : Promise.resolve();
  };
  return { clock, state, settler: settle({ work, clock, log: silentLog, rest: 100, retry: 1000 }) };
}

describe('settle', () => {
  it('runs at once, and gathers what changes meanwhile into one further run', async () => {
    const { clock, state, settler } = counted();
    settler.changed();
    await clock.advance(0);
    expect(state.runs).toBe(1);
    settler.changed();
    settler.changed();
    await clock.advance(99);
    expect(state.runs).toBe(1);
    await clock.advance(1);
    expect(state.runs).toBe(2);
    await clock.advance(1000);
    expect(state.runs).toBe(2);
    settler.changed();
    await clock.advance(0);
    expect(state.runs).toBe(3);
    await settler.stop();
  });

  it('rests after a run that had nothing to do only as long as that took', async () => {
    const clock = fakeClock();
    let runs = 0;
    const work = async (): Promise<'unchanged'> => {
      runs += 1;
      await clock.sleep(7);
      return 'unchanged';
    };
    const settler = settle({ work, clock, log: silentLog, rest: 100, retry: 1000 });
    settler.changed();
    await clock.advance(1);
    settler.changed();
    await clock.advance(12);
    expect(runs).toBe(1);
    await clock.advance(1);
    expect(runs).toBe(2);
    await clock.advance(20);
    await settler.stop();
  });

  it('tries again after a failure', async () => {
    const { clock, state, settler } = counted((run) => run === 1);
    settler.changed();
    await clock.advance(999);
    expect(state.runs).toBe(1);
    await clock.advance(1);
    expect(state.runs).toBe(2);
    await settler.stop();
  });
});
