import { describe, expect, it } from 'vitest';
import { processUser, readProcessUser } from './process-user.ts';

describe('the user of a process', () => {
  it.each([
    ['Name:\tsh\nUid:\t1000\t0\t0\t0\nGid:\t3000\t3000\t3000\t3000\nGroups:\t3000 4000 \n', 1000, 3000, [3000, 4000]],
    ['Uid:\t0\t0\t0\t0\nGid:\t0\t0\t0\t0\nGroups:\t \n', 0, 0, []],
  ])('is read from what the kernel says', (text, uid, gid, groups) => {
    expect(readProcessUser(text)).toEqual({ uid, gid, groups });
  });

  it('is nobody where there is no process', async () => {
    expect(await processUser(2 ** 31)).toBeUndefined();
    expect(readProcessUser('')).toBeUndefined();
  });
});
