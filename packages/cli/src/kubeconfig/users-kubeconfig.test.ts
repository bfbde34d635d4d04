import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { backupOf, changeKubeconfig, usersKubeconfig } from './users-kubeconfig.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wherry-kubeconfig-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('usersKubeconfig()', () => {
  it('is that of the home without a KUBECONFIG', () => {
    expect(usersKubeconfig({ HOME: '/home/me' })).toBe('/home/me/.kube/config');
    expect(usersKubeconfig({ HOME: '/home/me', KUBECONFIG: '' })).toBe('/home/me/.kube/config');
  });

  it('is the first of KUBECONFIG that is there, else the last', async () => {
    const [one, two, three] = ['one', 'two', 'three'].map((name) => join(folder, name));
    const KUBECONFIG = [one, two, three].join(':');
    expect(usersKubeconfig({ KUBECONFIG })).toBe(three);
    await writeFile(String(two), '');
    expect(usersKubeconfig({ KUBECONFIG })).toBe(two);
  });
});

describe('changeKubeconfig()', () => {
  it('makes a file that only its owner can read, and its folder', async () => {
    const file = join(folder, '.kube', 'config');
    expect(await changeKubeconfig(file, (text) => `${String(text)}!`)).toBe(true);
    expect(await readFile(file, 'utf8')).toBe('undefined!');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(existsSync(backupOf(file))).toBe(false);
  });

  it('keeps a copy of the file as it was, its mode, and a link to it', async () => {
    const place = join(folder, 'dotfiles');
    const file = join(folder, 'config');
    await writeFile(place, 'before', { mode: 0o640 });
    await symlink(place, file);
    await changeKubeconfig(file, () => 'after');
    expect(await readFile(backupOf(file), 'utf8')).toBe('before');
    expect(await readFile(place, 'utf8')).toBe('after');
    expect((await stat(place)).mode & 0o777).toBe(0o640);
    expect(existsSync(`${file}.lock`)).toBe(false);
  });

  it('touches nothing when nothing changes, or when the change fails', async () => {
    const file = join(folder, 'config');
    await writeFile(file, 'before');
    expect(await changeKubeconfig(file, (text) => text ?? '')).toBe(false);
    await expect(
      changeKubeconfig(file, () => {
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await readFile(file, 'utf8')).toBe('before');
    expect(existsSync(backupOf(file))).toBe(false);
  });

  it('waits for nobody: a file that kubectl has locked stays as it is', async () => {
    const file = join(folder, 'config');
    await mkdir(folder, { recursive: true });
    await writeFile(file, 'before');
    await writeFile(`${file}.lock`, '');
    await expect(changeKubeconfig(file, () => 'after')).rejects.toThrow('another program is changing it');
    expect(await readFile(file, 'utf8')).toBe('before');
    expect(existsSync(`${file}.lock`)).toBe(true);
  });
});
