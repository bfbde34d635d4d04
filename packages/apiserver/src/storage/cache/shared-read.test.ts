import { describe, expect, it } from 'vitest';
import { SharedRead } from './shared-read.ts';

/** A read that the test lets finish. */
function reads() {
  const sent: PromiseWithResolvers<number>[] = [];
  const shared = new SharedRead(() => {
    const read = Promise.withResolvers<number>();
    sent.push(read);
    return read.promise;
  });
  return { shared, sent };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('SharedRead', () => {
  it('never gives a caller a read that was sent before it came, and sends one for all who wait', async () => {
    const { shared, sent } = reads();
    const first = shared.get();
    const second = shared.get();
    const third = shared.get();
    expect(sent).toHaveLength(1);
    sent[0]?.resolve(1);
    expect(await first).toBe(1);
    await settled();
    expect(sent).toHaveLength(2);
    const fourth = shared.get();
    sent[1]?.resolve(2);
    expect(await Promise.all([second, third])).toEqual([2, 2]);
    await settled();
    sent[2]?.resolve(3);
    expect(await fourth).toBe(3);
  });

  it('fails those who wait along with the read before theirs, and starts afresh', async () => {
    const { shared, sent } = reads();
    const first = shared.get();
    const second = shared.get();
    sent[0]?.reject(new Error('down'));
    await expect(first).rejects.toThrow('down');
    await expect(second).rejects.toThrow('down');
    expect(sent).toHaveLength(1);
    const third = shared.get();
    sent[1]?.resolve(7);
    expect(await third).toBe(7);
  });
});
