// The files of pods, on the real engine: kinds of volumes, what they hold, and how they follow what they show.

import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, lastWords, shell, startKubeletOnDocker, type KubeletOnDocker } from './kubelet-on-docker.ts';

const namespace = '/api/v1/namespaces/default';
let node: KubeletOnDocker;
let folder: string;
beforeAll(async () => {
  node = await startKubeletOnDocker();
  folder = await mkdtemp(join(tmpdir(), 'wherry-host-'));
  await writeFile(join(folder, 'file'), 'from the node');
});
afterAll(async () => {
  await node.stop();
  await rm(folder, { recursive: true, force: true });
});

const phase = async (pod: string) => (await node.get(pod)).status.phase;
const said = (name: string, script: string, volumes: readonly object[], spec: object = {}) =>
  lastWords(node, name, { script, volumes, spec });
describe('emptyDir', () => {
  it('is open to all, on disk and in memory, and has the group of the pod', async () => {
    const volumes = [
      { name: 'disk', emptyDir: {} },
      { name: 'memory', emptyDir: { medium: 'Memory', sizeLimit: '1Mi' } },
    ];
    const script =
      "stat -c '%a %g' /disk /memory; stat -f -c %T /memory; touch /disk/x; stat -c %g /disk/x; dd if=/dev/zero of=/memory/x bs=1M count=3 2>&1 | grep -c 'No space'";
    const text = await said('empty', script, volumes, { securityContext: { fsGroup: 1234, runAsUser: 1000 } });
    expect(text).toMatch(/^2777 1234\n2?777 1234\ntmpfs\n1234\n1$/);
  });

  it('ends a pod that puts more into it than it may', async () => {
    const volumes = [{ name: 'disk', emptyDir: { sizeLimit: '1Mi' } }];
    const script = 'dd if=/dev/zero of=/disk/x bs=1M count=3; sleep 100';
    await node.create(
      'greedy',
      { ...shell(script), volumeMounts: [{ name: 'disk', mountPath: '/disk' }] },
      { volumes },
    );
    await eventually(() => phase('greedy')).toBe('Failed');
    const { status } = await node.get('greedy');
    expect(status).toMatchObject({
      reason: 'Evicted',
      message: 'Usage of EmptyDir volume "disk" exceeds the limit "1Mi". ',
    });
    expect(status.conditions?.find(({ type }) => type === 'DisruptionTarget')).toMatchObject({
      status: 'True',
      reason: 'TerminationByKubelet',
    });
    await eventually(() => node.events('greedy')).toContain(
      'Evicted: Usage of EmptyDir volume "disk" exceeds the limit "1Mi". ',
    );
  });
});

describe('hostPath', () => {
  const of = (path: string, type?: string) => ({
    name: 'v',
    hostPath: { path, ...(type === undefined ? {} : { type }) },
  });
  it.each<[string, (root: string) => object, string, string]>([
    ['directory', (root) => of(root, 'Directory'), 'cat /v/file', 'from the node'],
    ['file', (root) => of(`${root}/file`, 'File'), 'cat /v', 'from the node'],
    ['nothing-asked', (root) => of(`${root}/made`), 'stat -c %F /v', 'directory'],
    ['directory-made', (root) => of(`${root}/deep/made`, 'DirectoryOrCreate'), "stat -c '%F %a' /v", 'directory 755'],
    ['file-made', (root) => of(`${root}/made-file`, 'FileOrCreate'), "stat -c '%F %a' /v", 'regular empty file 644'],
    ['device', () => of('/dev/null', 'CharDevice'), 'stat -c %F /v', 'character special file'],
  ])('%s', async (name, volume, script, expected) => {
    expect(await said(`host-${name}`, script, [volume(folder)])).toBe(expected);
  });

  it('takes a socket for a socket', async () => {
    const socket = createServer().listen(join(folder, 'socket'));
    expect(await said('host-socket', 'stat -c %F /v', [of(`${folder}/socket`, 'Socket')])).toBe('socket');
    socket.close();
  });

  it('refuses what is something else', async () => {
    await node.create('host-wrong', {}, { volumes: [of(join(folder, 'file'), 'Directory')] });
    await eventually(() => node.events('host-wrong')).toContain(
      `FailedMount: MountVolume.SetUp failed for volume "v" : hostPath type check failed: ${folder}/file is not a directory`,
    );
  });
});

describe('parts of volumes', () => {
  it('are mounted by path, also by one that the environment makes', async () => {
    const volumes = [{ name: 'v', emptyDir: {} }];
    const env = [{ name: 'WHO', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }];
    const volumeMounts = [
      { name: 'v', mountPath: '/v' },
      { name: 'v', mountPath: '/part', subPath: 'x/y' },
      { name: 'v', mountPath: '/mine', subPathExpr: 'of/$(WHO)' },
    ];
    const script = 'echo 1 > /part/a; echo 2 > /mine/b; { cat /v/x/y/a /v/of/parts/b; } > /dev/termination-log';
    await node.create('parts', { ...shell(script), env, volumeMounts }, { volumes });
    await eventually(() => phase('parts')).toBe('Succeeded');
    expect((await node.get('parts')).status.containerStatuses?.[0]?.state.terminated?.message).toBe('1\n2\n');
  });

  it('do not lead out of the volume by a link', async () => {
    const volumes = [{ name: 'v', emptyDir: {} }];
    const init = {
      name: 'init',
      image: (await node.get('parts')).spec.containers[0]?.image,
      ...shell('ln -s /etc /v/link'),
      volumeMounts: [{ name: 'v', mountPath: '/v' }],
    };
    const volumeMounts = [{ name: 'v', mountPath: '/out', subPath: 'link' }];
    await node.create('out', { volumeMounts }, { volumes, initContainers: [init] });
    const waiting = async () => (await node.get('out')).status.containerStatuses?.[0]?.state.waiting;
    await eventually(async () => (await waiting())?.reason).toBe('CreateContainerConfigError');
    expect((await waiting())?.message).toMatch(/leads out of it/);
  });
});

describe('claims', () => {
  const bound = async (name: string, source: object) => {
    const storage = {
      resources: { requests: { storage: '1Mi' } },
      accessModes: ['ReadWriteOnce'],
      storageClassName: '',
    };
    await node.send('POST', `${namespace}/persistentvolumeclaims`, {
      metadata: { name },
      spec: { ...storage, volumeName: name },
    });
    const spec = {
      capacity: { storage: '1Mi' },
      accessModes: ['ReadWriteOnce'],
      claimRef: { namespace: 'default', name },
      ...source,
    };
    await node.send('POST', '/api/v1/persistentvolumes', { metadata: { name }, spec });
    await node.send('PATCH', `${namespace}/persistentvolumeclaims/${name}/status`, { status: { phase: 'Bound' } });
  };
  const claim = (claimName: string, readOnly = false) => ({
    name: 'data',
    persistentVolumeClaim: { claimName, readOnly },
  });

  it('are mounted where they are bound', async () => {
    await bound('on-host', { hostPath: { path: folder } });
    expect(await said('claims', 'cat /data/file; echo; touch /data/new && echo written', [claim('on-host')])).toBe(
      'from the node\nwritten',
    );
    expect(await said('claims-ro', 'touch /data/other; true', [claim('on-host', true)])).toMatch(
      /Read-only file system/,
    );
    execFileSync('rm', [join(folder, 'new')]);
  });

  it.each<[string, string, object | undefined, RegExp]>([
    [
      'missing',
      'no-claim',
      undefined,
      /error processing PVC default\/no-claim: failed to fetch PVC from API server: persistentvolumeclaims "no-claim" not found$/,
    ],
    [
      'nfs',
      'on-nfs',
      { nfs: { server: '127.0.0.1', path: '/x' } },
      /^FailedMount: MountVolume\.SetUp failed for volume "on-nfs" : no volume plugin matched: .* not nfs$/,
    ],
  ])('say what is wrong: %s', async (name, claimName, source, expected) => {
    if (source !== undefined) await bound(claimName, source);
    await node.create(`claim-${name}`, {}, { volumes: [claim(claimName)] });
    await eventually(() => node.events(`claim-${name}`)).toContainEqual(expect.stringMatching(expected));
  });

  it('of other kinds are refused by name, never left out', async () => {
    await node.create('nfs', {}, { volumes: [{ name: 'v', nfs: { server: '127.0.0.1', path: '/x' } }] });
    await eventually(() => node.events('nfs')).toContain(
      'FailedMount: MountVolume.SetUp failed for volume "v" : no volume plugin matched: this node has no volumes of the kind nfs',
    );
  });
});
