import { fakeClock } from '@wherry/component';
import { describe, expect, it } from 'vitest';
import type { Node } from '@wherry/api/core-v1';
import { missingNodes, NotReady, untilNothing } from './readiness.ts';

const node = (name: string, ready: string, message?: string): Node =>
  ({
    metadata: { name },
    spec: {},
    status: { conditions: [{ type: 'Ready', status: ready, message }] },
  }) as unknown as Node;

describe('missingNodes()', () => {
  it('is nothing when every worker is ready', () => {
    expect(missingNodes([node('node-1', 'True'), node('node-2', 'True'), node('other', 'False')], 2)).toBeUndefined();
  });

  it('says of each that is not why', () => {
    expect(missingNodes([node('node-1', 'False', 'no network'), node('node-2', 'Unknown')], 3)).toBe(
      'node-1 is not ready: no network; node-2 is not ready: it has not said why; node-3 is not registered',
    );
  });
});

describe('untilNothing()', () => {
  it('asks again, also after an error, until nothing is missing', async () => {
    const clock = fakeClock();
    const answers = ['not yet', new Error('refused'), undefined];
    const waiting = untilNothing(
      () => {
        const answer = answers.shift();
        return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
      },
      { clock, deadline: clock.monotonic() + 60_000 },
    );
    await clock.advance(1000);
    await waiting;
    expect(answers).toEqual([]);
  });

  it('gives up with the last answer when the time is over', async () => {
    const clock = fakeClock();
    const waiting = untilNothing(() => Promise.reject(new Error('refused')), {
      clock,
      deadline: clock.monotonic() + 500,
    });
    const outcome = expect(waiting).rejects.toThrow(new NotReady('refused'));
    await clock.advance(2000);
    await outcome;
  });
});
