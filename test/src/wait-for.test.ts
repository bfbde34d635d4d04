import { describe, expect, it } from 'vitest';
import { waitFor } from './wait-for.ts';

describe('waitFor', () => {
  it('returns the first answer that is neither undefined nor false', async () => {
    const answers: (number | undefined | false)[] = [undefined, false, 0, 7];
    expect(await waitFor('a number', () => answers.shift(), { intervalMs: 0 })).toBe(0);
  });

  it('takes an error for "not yet"', async () => {
    let looks = 0;
    const look = (): string => {
      looks += 1;
      if (looks < 3) throw new Error('refused');
      return 'up';
    };
    expect(await waitFor('the server', look, { intervalMs: 0 })).toBe('up');
  });

  it('gives up with the last reason', async () => {
    const look = (): never => {
      throw new Error('refused');
    };
    await expect(waitFor('the server', look, { timeoutMs: 0 })).rejects.toThrow(
      'Gave up waiting for the server after 0 ms: refused',
    );
  });
});
