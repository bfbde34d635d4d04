import { chmod, mkdir, mkdtemp, readdir, readFile, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeClock } from '@wherry/component';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { podOf, UID } from '../pods/testing/pictures.ts';
import { createFakeRuntime } from '../runtime/fake/fake-runtime.ts';
import { writeAtomically, type Payload } from './atomic-writer.ts';
import { containerMounts } from './container-mounts.ts';
import { createPodVolumes, type VolumePlace } from './pod-volumes.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wherry-volumes-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const files = (contents: Readonly<Record<string, string>>): Payload =>
  new Map(Object.entries(contents).map(([path, text]) => [path, { content: Buffer.from(text), mode: 0o640 }]));
const read = (...path: string[]) => readFile(join(folder, ...path), 'utf8');

describe('writeAtomically', () => {
  it('shows files through one link', async () => {
    await writeAtomically(folder, files({ a: 'one', 'deep/b': 'two' }));
    expect([await read('a'), await read('deep', 'b')]).toEqual(['one', 'two']);
    expect(await readlink(join(folder, 'a'))).toBe('..data/a');
    expect((await stat(join(folder, 'a'))).mode & 0o777).toBe(0o640);
  });

  it('changes everything by moving the link, and clears up', async () => {
    await writeAtomically(folder, files({ a: 'one', old: 'x' }));
    const before = await readlink(join(folder, '..data'));
    await writeAtomically(folder, files({ a: 'two', new: 'y' }));
    expect(await readlink(join(folder, '..data'))).not.toBe(before);
    expect((await readdir(folder)).filter((name) => !name.startsWith('..')).toSorted()).toEqual(['a', 'new']);
    expect(await read('a')).toBe('two');
    expect(await readdir(folder)).not.toContain(before);
  });

  it('leaves alone what is right, and mends what is half done', async () => {
    await writeAtomically(folder, files({ a: 'one' }));
    const before = await readlink(join(folder, '..data'));
    await rm(join(folder, 'a'));
    await writeAtomically(folder, files({ a: 'one' }));
    expect(await readlink(join(folder, '..data'))).toBe(before);
    expect(await read('a')).toBe('one');
  });
});

const objects = {
  configMap: ({ name }: { name: string }) =>
    Promise.resolve(
      name === 'settings'
        ? { metadata: {}, data: { colour: 'blue', size: '4' }, binaryData: { raw: btoa('\u0001') } }
        : undefined,
    ),
  secret: ({ name }: { name: string }) =>
    Promise.resolve(name === 'keys' ? { metadata: {}, data: { key: btoa('s3cret') } } : undefined),
};

async function ensure(volume: object, spec: object = {}) {
  const pod = podOf({ ...spec, volumes: [{ name: 'v', ...volume }] }, { metadata: { labels: { app: 'web' } } });
  const runtime = createFakeRuntime({ clock: fakeClock() });
  const volumes = createPodVolumes({ root: folder, runtime, claims: () => Promise.reject(new Error('no claims')) });
  const facts = { pod, podAddresses: ['10.244.1.7'], hostAddress: '172.30.0.11', allocatable: {} };
  const token = ({ audience = 'api', expirationSeconds = 0 }) =>
    Promise.resolve(`token for ${audience}, ${expirationSeconds} s`);
  const place = (await volumes.ensure(pod, { facts, data: objects, token })).get('v');
  const source = place?.source ?? '';
  const text = async (path: string) => readFile(join(source, path), 'utf8');
  return { source, place, runtime, volumes, text };
}

describe('the volumes of a pod', () => {
  it.each([
    ['are its group’s', false, 0o2770],
    ['stay as they are when it may only read them', true, 0o700],
  ])('on a local disk %s', async (_name, readOnly, expected) => {
    const path = join(folder, 'disk');
    await mkdir(path, { mode: 0o700 });
    const volumes = createPodVolumes({
      root: folder,
      runtime: createFakeRuntime({ clock: fakeClock() }),
      claims: () => Promise.resolve({ path, type: 'Directory', readOnly, takesGroup: true }),
    });
    const pod = podOf({
      securityContext: { fsGroup: process.getgid?.() ?? 0 },
      volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'data' } }],
    });
    const from = {
      facts: { pod, podAddresses: [], hostAddress: '172.30.0.11', allocatable: {} },
      data: objects,
      token: () => Promise.resolve(''),
    };
    await volumes.ensure(pod, from);
    const modeNow = async () => (await stat(path)).mode & 0o7777;
    expect(await modeNow()).toBe(expected);
    // Once: what its containers do with it then is theirs.
    await chmod(path, 0o755);
    await volumes.ensure(pod, from);
    expect(await modeNow()).toBe(0o755);
  });

  it('show a ConfigMap', async () => {
    const { text, source } = await ensure({ configMap: { name: 'settings', defaultMode: 0o400 } });
    expect([await text('colour'), await text('raw')]).toEqual(['blue', '\u0001']);
    expect((await stat(join(source, 'colour'))).mode & 0o777).toBe(0o400);
    expect(source).toBe(join(folder, 'pods', UID, 'volumes', 'kubernetes.io~configmap', 'v'));
  });

  it('show a Secret under other names', async () => {
    const { text, source } = await ensure({
      secret: { secretName: 'keys', items: [{ key: 'key', path: 'a/b', mode: 0o600 }] },
    });
    expect(await text('a/b')).toBe('s3cret');
    expect((await stat(join(source, 'a/b'))).mode & 0o777).toBe(0o600);
  });

  it('show facts about the pod', async () => {
    const items = [
      { path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } },
      { path: 'cpu', resourceFieldRef: { containerName: 'app', resource: 'limits.cpu', divisor: '1m' } },
    ];
    const containers = [{ name: 'app', image: 'app:1', resources: { limits: { cpu: '1500m' } } }];
    const { text } = await ensure({ downwardAPI: { items } }, { containers });
    expect([await text('labels'), await text('cpu')]).toEqual(['app="web"', '1500']);
  });

  it('show several sources in one', async () => {
    const sources = [
      { serviceAccountToken: { path: 'token', expirationSeconds: 3607 } },
      { configMap: { name: 'settings', items: [{ key: 'colour', path: 'ca.crt' }] } },
      { downwardAPI: { items: [{ path: 'namespace', fieldRef: { fieldPath: 'metadata.namespace' } }] } },
    ];
    const { text, source } = await ensure({ projected: { sources } });
    expect([await text('token'), await text('ca.crt'), await text('namespace')]).toEqual([
      'token for api, 3607 s',
      'blue',
      'default',
    ]);
    expect((await readdir(source)).filter((name) => !name.startsWith('..'))).toHaveLength(3);
  });

  it('begin empty, for everybody to write to', async () => {
    const { source } = await ensure({ emptyDir: {} });
    expect((await stat(source)).mode & 0o777).toBe(0o777);
  });

  it('are in the memory of the engine where told, and gone after', async () => {
    const { place, runtime, volumes } = await ensure({ emptyDir: { medium: 'Memory' } });
    expect(place).toEqual({ type: 'volume', source: `wherry_${UID}_v` });
    expect(await runtime.volumes(UID)).toEqual([`wherry_${UID}_v`]);
    await volumes.remove(UID);
    expect(await runtime.volumes(UID)).toEqual([]);
  });

  it.each<[string, object, string]>([
    ['a ConfigMap', { configMap: { name: 'nope' } }, 'configmap "nope" not found'],
    [
      'a key',
      { configMap: { name: 'settings', items: [{ key: 'nope', path: 'x' }] } },
      'configmap references non-existent config key: nope',
    ],
    ['a Secret', { secret: { secretName: 'nope' } }, 'secret "nope" not found'],
  ])('wait for %s', async (_name, volume, message) => {
    await expect(ensure(volume)).rejects.toThrow(`MountVolume.SetUp failed for volume "v" : ${message}`);
  });

  it('do without what is optional', async () => {
    const { source } = await ensure({ configMap: { name: 'nope', optional: true } });
    expect((await readdir(source)).filter((name) => !name.startsWith('..'))).toEqual([]);
  });

  it.each([
    ['DirectoryOrCreate', 'new/dir', undefined],
    ['FileOrCreate', 'file', undefined],
    ['Directory', 'missing', 'is not a directory'],
    ['File', '.', 'is not a file'],
    ['Socket', '.', 'is not a socket file'],
    ['', 'whatever', undefined],
  ])('check a path of the node as %s', async (type, path, message) => {
    const volume = { hostPath: { path: join(folder, path), type } };
    if (message === undefined) expect((await ensure(volume)).source).toBe(join(folder, path));
    else await expect(ensure(volume)).rejects.toThrow(message);
  });
});

describe('containerMounts', () => {
  const mounts = (volumeMount: object, place: Partial<VolumePlace> = {}) =>
    containerMounts(
      { volumeMounts: [{ name: 'v', mountPath: '/data', ...volumeMount }] },
      {
        places: new Map([['v', { type: 'bind', source: join(folder, 'v'), ...place }]]),
        environment: new Map([['POD', 'web-0']]),
        hostRoot: '',
      },
    );
  beforeEach(async () => {
    await mkdir(join(folder, 'v', 'inner'), { recursive: true });
    await writeFile(join(folder, 'secret'), 'x');
  });

  it('mounts a volume where told', async () => {
    expect(await mounts({ readOnly: true, mountPropagation: 'HostToContainer' })).toEqual([
      { type: 'bind', source: join(folder, 'v'), target: '/data', readOnly: true, propagation: 'rslave' },
    ]);
  });

  it('never lets anybody write to a volume that is only for reading', async () => {
    expect(await mounts({}, { readOnly: true })).toMatchObject([{ readOnly: true }]);
  });

  it('does not mount less strictly than it is asked to', async () => {
    await expect(mounts({ readOnly: true, recursiveReadOnly: 'Enabled' })).rejects.toThrow(
      /recursive read-only mode, but it is not supported by the runtime$/,
    );
  });

  it.each([
    ['a folder', { subPath: 'inner' }, 'inner'],
    ['a folder that is not there yet', { subPath: 'new/deep' }, 'new/deep'],
    ['a folder named by a variable', { subPathExpr: '$(POD)/x' }, 'web-0/x'],
  ])('mounts %s within', async (_name, mount, expected) => {
    const [first] = await mounts(mount);
    expect(first?.source).toBe(join(folder, 'v', expected));
    expect((await stat(join(folder, 'v', expected))).isDirectory()).toBe(true);
  });

  it('makes folders as open as the volume is', async () => {
    await chmod(join(folder, 'v'), 0o2777);
    await mounts({ subPath: 'new/deep' });
    expect((await stat(join(folder, 'v', 'new/deep'))).mode & 0o7777).toBe(0o2777);
  });

  it.each([
    ['up', { subPath: '../secret' }],
    ['along a link', { subPath: 'link' }],
    ['along a link to a folder', { subPath: 'up/other' }],
    ['from the root', { subPathExpr: '/$(POD)' }],
    ['by an unknown variable', { subPathExpr: '$(NOPE)' }],
  ])('refuses to go out of the volume %s', async (_name, mount) => {
    await symlink(join(folder, 'secret'), join(folder, 'v', 'link'));
    await symlink(folder, join(folder, 'v', 'up'));
    await expect(mounts(mount)).rejects.toMatchObject({ reason: 'CreateContainerConfigError' });
    expect(await readdir(folder)).not.toContain('other');
  });

  it('refuses a volume that there is not', async () => {
    await expect(mounts({ name: 'w' })).rejects.toThrow('cannot find volume "w"');
  });
});
