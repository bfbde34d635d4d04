import { describe, expect, it } from 'vitest';
import { soon } from './soon.ts';

describe('soon()', () => {
  it('answers all who ask in one turn at once, with what holds after the last of them', async () => {
    let answers = 0;
    let value = 'before';
    const ask = soon(() => {
      answers += 1;
      return value;
    });
    const first = ask();
    await Promise.resolve();
    value = 'after';
    expect(await Promise.all([first, ask()])).toEqual(['after', 'after']);
    expect(answers).toBe(1);
  });

  it('answers those of the next turn anew', async () => {
    let value = 1;
    const ask = soon(() => value);
    expect(await ask()).toBe(1);
    value = 2;
    expect(await ask()).toBe(2);
  });
});
