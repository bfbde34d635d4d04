import { fakeClock } from '@wherry/component';
import { describe, expect, it } from 'vitest';
import { WorkQueue } from './work-queue.ts';

function queueWith(...keys: string[]) {
  const clock = fakeClock();
  const queue = new WorkQueue({ clock });
  for (const key of keys) queue.add(key);
  return { queue, clock };
}

describe('WorkQueue', () => {
  it('hands out keys in the order in which they came, each once however often it was added', async () => {
    const { queue } = queueWith('a', 'b', 'a');
    expect(await queue.next()).toBe('a');
    expect(await queue.next()).toBe('b');
    expect(queue.length).toBe(0);
  });

  it('hands a key that is added during its work out again, once, when the work is done', async () => {
    const { queue } = queueWith('a');
    await queue.next();
    queue.add('a');
    queue.add('a');
    expect(queue.length).toBe(0);
    queue.done('a');
    expect(await queue.next()).toBe('a');
    queue.done('a');
    expect(queue.length).toBe(0);
  });

  it('wakes a worker that waits', async () => {
    const { queue } = queueWith();
    const next = queue.next();
    queue.add('a');
    expect(await next).toBe('a');
  });

  it('adds a key later, and at the earliest of several times', async () => {
    const { queue, clock } = queueWith();
    queue.addAfter('a', 1000);
    queue.addAfter('a', 100);
    queue.addAfter('a', 5000);
    await clock.advance(99);
    expect(queue.length).toBe(0);
    await clock.advance(1);
    expect(queue.length).toBe(1);
    await queue.next();
    queue.done('a');
    await clock.advance(10_000);
    expect(queue.length).toBe(0);
  });

  it('waits longer after each failure until the key is forgotten', async () => {
    const { queue, clock } = queueWith();
    for (const wait of [5, 10, 20]) {
      queue.addFailed('a');
      await clock.advance(wait - 1);
      expect(queue.length).toBe(0);
      await clock.advance(1);
      expect(await queue.next()).toBe('a');
      queue.done('a');
    }
    queue.forget('a');
    queue.addFailed('a');
    await clock.advance(5);
    expect(queue.length).toBe(1);
  });

  it('tells those who wait when it is closed, and takes nothing any more', async () => {
    const { queue } = queueWith();
    const next = queue.next();
    queue.close();
    queue.add('a');
    expect(await next).toBeUndefined();
    expect(await queue.next()).toBeUndefined();
  });
});
