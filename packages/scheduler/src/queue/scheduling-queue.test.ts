import { fakeClock } from '@wherry/component';
import { describe, expect, it } from 'vitest';
import { defaultProfile } from '../profile.ts';
import { clusterOf, node, pod, type PodWords } from '../testing/objects.ts';
import { SchedulingQueue } from './scheduling-queue.ts';

function setUp() {
  const clock = fakeClock();
  const cluster = clusterOf({ nodes: [] });
  const preempting = new Set<string>();
  let calls = 0;
  const queue = new SchedulingQueue({
    clock,
    profile: defaultProfile,
    cluster,
    isPreempting: (uid) => preempting.has(uid),
    onReady: () => (calls += 1),
  });
  const popName = () => queue.pop()?.pod.pod.metadata.name;
  /** Tries a pod and finds that it fits nowhere. */
  const refuse = (words: PodWords, ...plugins: string[]) => {
    queue.add(pod(words));
    const queued = queue.pop();
    if (queued === undefined) throw new Error('nothing to try');
    queue.failed(queued, { pod: queued.pod, plugins: new Set(plugins) });
    return queued;
  };
  return { clock, queue, preempting, popName, refuse, calls: () => calls };
}

const bigNode = { what: 'node' as const, now: node({ name: 'n' }) };

describe('SchedulingQueue', () => {
  it('serves the more important first, and of equals the one that came first', async () => {
    const { clock, queue, popName } = setUp();
    for (const [name, priority] of [
      ['a', 0],
      ['b', 10],
      ['c', 0],
      ['d', 10],
    ] as const) {
      queue.add(pod({ name, priority }));
      await clock.advance(1);
    }
    expect([popName(), popName(), popName(), popName(), popName()]).toEqual(['b', 'd', 'a', 'c', undefined]);
  });

  it('serves a pod that was changed while it waited as it is now', () => {
    const { queue, popName } = setUp();
    queue.add(pod({ name: 'a' }));
    queue.add(pod({ name: 'b', priority: 1 }));
    queue.update(pod({ name: 'a' }), pod({ name: 'a', priority: 2 }));
    expect([popName(), popName(), popName()]).toEqual(['a', 'b', undefined]);
  });

  it('leaves a refused pod alone until something happens that the refusing filter cares about', async () => {
    const { clock, queue, popName, refuse } = setUp();
    refuse({ name: 'a', requests: { cpu: '1' } }, 'NodeResourcesFit');
    await clock.advance(20_000);
    expect(popName()).toBeUndefined();
    queue.happened({ what: 'pod', now: pod({ name: 'x', on: 'n' }) });
    expect(popName()).toBeUndefined();
    queue.happened({ what: 'pod', old: pod({ name: 'x', on: 'n' }) });
    expect(popName()).toBe('a');
  });

  it.each([
    ['a node with enough', bigNode, 'a'],
    [
      'a node that is too small',
      { what: 'node' as const, now: node({ name: 'n', allocatable: { cpu: '500m' } }) },
      undefined,
    ],
    ['a node that has grown', { ...bigNode, old: node({ name: 'n', allocatable: { cpu: '2' } }) }, 'a'],
    ['a node that has only got another label', { ...bigNode, old: node({ name: 'n', labels: { a: 'b' } }) }, undefined],
    ['a claim', { what: 'claim' as const, now: undefined }, undefined],
  ])('of a pod that lacks CPU: %s', async (_what, event, expected) => {
    const { clock, queue, popName, refuse } = setUp();
    refuse({ name: 'a', requests: { cpu: '1' } }, 'NodeResourcesFit');
    await clock.advance(5000);
    queue.happened(event);
    expect(popName()).toBe(expected);
  });

  it('backs off for longer the more often a pod was refused, but not while there is nothing else to do', async () => {
    const { clock, queue, popName, refuse } = setUp();
    refuse({ name: 'a' }, 'NodeResourcesFit');
    queue.happened(bigNode);
    queue.add(pod({ name: 'b' }));
    expect(queue.sizes).toMatchObject({ active: 1, backoff: 1 });
    expect(popName()).toBe('b');
    // Nobody else waits: now it need not wait either.
    expect(popName()).toBe('a');
    await clock.advance(0);
  });

  it('moves pods on when their time of backing off is over', async () => {
    const { clock, queue, refuse, calls } = setUp();
    refuse({ name: 'a' }, 'NodeResourcesFit');
    queue.happened(bigNode);
    const before = calls();
    await clock.advance(1000);
    expect(queue.sizes).toMatchObject({ active: 0, backoff: 1 });
    await clock.advance(1000);
    expect(queue.sizes).toMatchObject({ active: 1, backoff: 0 });
    expect(calls()).toBeGreaterThan(before);
  });

  it('waits after an error even if there is nothing else to do, twice as long each time, 10 s at most', async () => {
    const { clock, queue, popName, refuse } = setUp();
    const queued = refuse({ name: 'a' });
    const waits: number[] = [];
    for (let i = 0; i < 6; i++) {
      let waited = 0;
      while (queue.sizes.active === 0) {
        expect(popName()).toBeUndefined();
        await clock.advance(1000);
        waited += 1;
      }
      waits.push(waited);
      queue.failed(queue.pop() ?? queued, { pod: queued.pod, plugins: new Set() });
    }
    expect(waits).toEqual([2, 3, 5, 9, 11, 11]);
  });

  it('tries everybody again who has been left over for five minutes', async () => {
    const { clock, queue, popName, refuse } = setUp();
    refuse({ name: 'a' }, 'NodeAffinity');
    await clock.advance(299_000);
    expect(popName()).toBeUndefined();
    await clock.advance(60_000);
    expect(popName()).toBe('a');
    queue.stop();
    expect(clock.pending).toBe(0);
  });

  it('does not serve a pod with gates, until they are gone', () => {
    const { queue, popName } = setUp();
    const gated = pod({ name: 'a', spec: { schedulingGates: [{ name: 'wait' }] } });
    queue.add(gated);
    queue.happened(bigNode);
    expect(popName()).toBeUndefined();
    expect(queue.sizes.gated).toBe(1);
    queue.update(gated, pod({ name: 'a' }));
    expect(popName()).toBe('a');
  });

  it('does not serve a pod while others are evicted for it, and remembers what happened meanwhile', async () => {
    const { clock, queue, preempting, popName, refuse } = setUp();
    refuse({ name: 'a', uid: 'a' }, 'NodeResourcesFit');
    preempting.add('a');
    await clock.advance(5000);
    queue.happened({ what: 'pod', old: pod({ name: 'victim', on: 'n' }) });
    expect(popName()).toBeUndefined();
    preempting.delete('a');
    queue.preempted('default/a', { hasFailed: false });
    expect(popName()).toBe('a');
  });

  it('tries a pod at once when the evictions for it have failed', () => {
    const { queue, preempting, popName, refuse } = setUp();
    refuse({ name: 'a', uid: 'a' }, 'NodeResourcesFit');
    preempting.add('a');
    preempting.delete('a');
    queue.preempted('default/a', { hasFailed: true });
    expect(popName()).toBe('a');
  });

  it('forgets a pod that is gone, wherever it waits', () => {
    const { queue, popName, refuse } = setUp();
    queue.add(pod({ name: 'a' }));
    queue.delete('default/a');
    refuse({ name: 'b' }, 'NodeAffinity');
    queue.delete('default/b');
    queue.happened({ what: 'time' });
    expect(popName()).toBeUndefined();
  });
});
