import { LimitRanges, PersistentVolumeClaims, Pods, type Pod } from '@wherry/api/core-v1';
import { describe, expect, it } from 'vitest';
import { createMemoryStorage } from '../../storage/memory/memory-storage.ts';
import { unreliable } from '../../storage/testing/unreliable-storage.ts';
import { startTestRegistry, type TestRegistry } from '../../testing/start-test-registry.ts';

const limit = ({ create }: TestRegistry, ...limits: object[]) =>
  create(LimitRanges, { metadata: { namespace: 'default', name: 'bounds' }, spec: { limits } });

const container = (resources: object = {}, name = 'c') => ({ name, image: 'nginx', resources });

const pod = ({ create }: TestRegistry, spec: object): Promise<Pod> =>
  create(Pods, { metadata: { namespace: 'default', name: 'p' }, spec });

describe('limitRanger', () => {
  it('gives containers the defaults, and notes which', async () => {
    const registry = await startTestRegistry();
    await limit(registry, {
      type: 'Container',
      default: { cpu: '500m', memory: '512Mi' },
      defaultRequest: { cpu: '100m', memory: '128Mi' },
    });
    const { spec, metadata } = await pod(registry, {
      containers: [container(), container({ requests: { cpu: '200m' } }, 'd')],
      initContainers: [container({}, 'i')],
    });
    const all = { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '500m', memory: '512Mi' } };
    expect(spec.containers.map(({ resources }) => resources)).toEqual([
      all,
      { ...all, requests: { cpu: '200m', memory: '128Mi' } },
    ]);
    expect(spec.initContainers?.[0]?.resources).toEqual(all);
    expect(metadata.annotations).toEqual({
      'kubernetes.io/limit-ranger':
        'LimitRanger plugin set: cpu, memory request for container c; cpu, memory limit for container c; ' +
        'memory request for container d; cpu, memory limit for container d; ' +
        'cpu, memory request for init container i; cpu, memory limit for init container i',
    });
  });

  it('knows of bounds that were set a moment ago, though the cache does not yet', async () => {
    const store = createMemoryStorage();
    const storage = unreliable(store);
    const [registry, other] = [await startTestRegistry({ storage }), await startTestRegistry({ storage: store })];
    storage.stuck = true;
    await limit(other, { type: 'Container', default: { cpu: '1' } });
    const asked = storage.calls.currentRevision;
    const creating = pod(registry, { containers: [container()] });
    await expect.poll(() => storage.calls.currentRevision).toBeGreaterThan(asked);
    storage.stuck = false;
    expect((await creating).spec.containers[0]?.resources.limits).toEqual({ cpu: '1' });
  });

  it('leaves pods of other namespaces', async () => {
    const registry = await startTestRegistry();
    await registry.create(LimitRanges, {
      metadata: { namespace: 'kube-system', name: 'bounds' },
      spec: { limits: [{ type: 'Container', default: { cpu: '1' } }] },
    });
    const { spec } = await pod(registry, { containers: [container()] });
    expect(spec.containers[0]?.resources).toEqual({});
  });

  const small = { requests: { cpu: '100m' }, limits: { cpu: '200m' } };
  it.each([
    ['too little', { min: { cpu: '150m' } }, small, 'minimum cpu usage per Container is 150m, but request is 100m'],
    ['too much', { max: { cpu: '150m' } }, small, 'maximum cpu usage per Container is 150m, but limit is 200m'],
    [
      'too large a ratio',
      { maxLimitRequestRatio: { cpu: '1500m' } },
      small,
      'cpu max limit to request ratio per Container is 1500m, but provided ratio is 2.000000',
    ],
    [
      'a limit and no request',
      { maxLimitRequestRatio: { memory: '2' } },
      { limits: { memory: '1Gi' }, requests: { memory: '0' } },
      'memory max limit to request ratio per Container is 2, but no request is specified or request is 0',
    ],
    [
      'two faults',
      { min: { cpu: '150m', memory: '1Gi' }, max: { memory: '2Gi' } },
      { requests: { cpu: '100m', memory: '1Mi' }, limits: { cpu: '200m', memory: '1Gi' } },
      '[minimum cpu usage per Container is 150m, but request is 100m, minimum memory usage per Container is 1Gi, but request is 1Mi]',
    ],
  ])('refuses a container with %s', async (_name, bounds, resources, message) => {
    const registry = await startTestRegistry();
    await limit(registry, { type: 'Container', ...bounds });
    await expect(pod(registry, { containers: [container(resources)] })).rejects.toMatchObject({
      code: 403,
      message: `pods "p" is forbidden: ${message}`,
    });
  });

  it.each([
    ['no request', { min: { cpu: '1' } }, {}, 'minimum cpu usage per Pod is 1.  No request is specified'],
    ['no limit', { max: { cpu: '1' } }, {}, 'maximum cpu usage per Pod is 1.  No limit is specified'],
    ['too much together', { max: { cpu: '350m' } }, small, 'maximum cpu usage per Pod is 350m, but limit is 400m'],
  ])('refuses a pod whose containers have %s', async (_name, bounds, resources, message) => {
    const registry = await startTestRegistry();
    await limit(registry, { type: 'Pod', ...bounds });
    const containers = [container(resources), container(resources, 'd')];
    await expect(pod(registry, { containers })).rejects.toThrow(message);
  });

  it('looks at what is given for the pod as a whole', async () => {
    const registry = await startTestRegistry();
    await limit(registry, { type: 'Pod', max: { cpu: '1' } });
    const spec = { containers: [container()], resources: { limits: { cpu: '2' } } };
    await expect(pod(registry, spec)).rejects.toThrow('maximum cpu usage per Pod is 1, but limit is 2');
  });

  it.each([
    ['too small', '1Gi', 'minimum storage usage per PersistentVolumeClaim is 2Gi, but request is 1Gi'],
    ['too large', '9Gi', 'maximum storage usage per PersistentVolumeClaim is 5Gi, but request is 9Gi'],
    ['just right', '3Gi', undefined],
  ])('judges a claim that is %s', async (_name, storage, message) => {
    const registry = await startTestRegistry();
    await limit(registry, { type: 'PersistentVolumeClaim', min: { storage: '2Gi' }, max: { storage: '5Gi' } });
    const made = registry.create(PersistentVolumeClaims, {
      metadata: { namespace: 'default', name: 'data' },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } } },
    });
    if (message === undefined) await expect(made).resolves.toBeDefined();
    else await expect(made).rejects.toThrow(`persistentvolumeclaims "data" is forbidden: ${message}`);
  });
});
