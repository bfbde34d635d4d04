// The runner itself, with what kubectl can do without a server.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kubectl, kubectlVersions } from './kubectl.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wherry-kubectl-test-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('kubectlVersions', () => {
  it('finds at least one release, newest first', () => {
    const versions = kubectlVersions();
    expect(versions.length).toBeGreaterThan(0);
    if (process.platform === 'linux' && process.arch === 'x64') expect(versions).toEqual(['1.35', '1.32']);
  });
});

describe.each(kubectlVersions())('kubectl %s', (version) => {
  const runner = (): ReturnType<typeof kubectl> => kubectl({ version, kubeconfig: join(folder, 'kubeconfig') });

  it('is the release it says', async () => {
    expect(await runner().json(['version', '--client'])).toMatchObject({
      clientVersion: { gitVersion: expect.stringMatching(`^v${version.replace('.', '\\.')}\\.`) },
    });
  });

  it('tells the exit code and stderr of a failure', async () => {
    const ended = await runner().run(['no-such-command']);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('unknown command "no-such-command"');
    await expect(runner().succeed(['no-such-command'])).rejects.toThrow('unknown command "no-such-command"');
  });

  it('reads stdin', async () => {
    const manifest = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n';
    const labelled = await runner().run(['label', '--local', '--filename=-', 'b=c', '--output=json'], {
      stdin: manifest,
    });
    expect(JSON.parse(labelled.stdout)).toMatchObject({ metadata: { name: 'a', labels: { b: 'c' } } });
  });

  it('knows no cluster but that of its kubeconfig', async () => {
    expect(await runner().json(['config', 'view'])).toMatchObject({ clusters: null, contexts: null });
    await writeFile(join(folder, 'config'), 'apiVersion: v1\nkind: Config\nclusters: [{name: own, cluster: {}}]\n');
    const other = kubectl({ version, kubeconfig: join(folder, 'config') });
    expect(await other.json(['config', 'view'])).toMatchObject({ clusters: [{ name: 'own' }], contexts: null });
  });

  it('gives up after the time it was given', async () => {
    const hangs = runner().run(['config', 'view', '--kubeconfig=/dev/stdin'], { timeoutMs: 1 });
    await expect(hangs).rejects.toThrow('took longer than 1 ms');
  });
});

describe('kubectl', () => {
  it('says what to do when a release is missing', () => {
    expect(() => kubectl({ version: '1.0', kubeconfig: 'x' })).toThrow('kubectl 1.0 is not in .wherry/tools');
  });
});
