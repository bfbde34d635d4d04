import { chmod, lstat, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { giveToGroup } from './give-to-group.ts';

/** Only root can give files to any group. */
const group = process.getuid?.() === 0 ? 4711 : (process.getgid?.() ?? 0);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wherry-group-'));
  await mkdir(join(folder, 'deep'));
  await writeFile(join(folder, 'deep', 'file'), 'x');
  await chmod(join(folder, 'deep', 'file'), 0o604);
  await symlink('/etc/hostname', join(folder, 'link'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const seen = async (...path: string[]): Promise<string> => {
  const { gid, mode } = await lstat(join(folder, ...path));
  return `${gid === group ? 'given' : 'as it was'} ${(mode & 0o7777).toString(8)}`;
};

describe('giveToGroup', () => {
  it('gives a folder and all that is in it, and follows no links', async () => {
    const before = await lstat('/etc/hostname');
    await giveToGroup(folder, { group });
    expect([await seen(), await seen('deep'), await seen('deep', 'file')]).toEqual([
      'given 2770',
      'given 2775',
      'given 664',
    ]);
    const after = await lstat('/etc/hostname');
    expect([after.gid, after.mode]).toEqual([before.gid, before.mode]);
  });

  it('looks no further than the folder where that is to be enough', async () => {
    await giveToGroup(folder, { group, policy: 'OnRootMismatch' });
    expect(await seen('deep', 'file')).toBe('given 664');
    await chmod(join(folder, 'deep', 'file'), 0o600);
    await giveToGroup(folder, { group, policy: 'OnRootMismatch' });
    expect(await seen('deep', 'file')).toBe('given 600');
    await giveToGroup(folder, { group });
    expect(await seen('deep', 'file')).toBe('given 660');
  });
});
