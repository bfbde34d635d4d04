import { isForbidden, type StatusError } from '@wherry/api';
import { ConfigMaps, Pods, ResourceQuotas, Services, type ResourceQuota } from '@wherry/api/core-v1';
import { describe, expect, it } from 'vitest';
import { statusRules } from '../../registry/update.ts';
import { createMemoryStorage } from '../../storage/memory/memory-storage.ts';
import { unreliable } from '../../storage/testing/unreliable-storage.ts';
import { startTestRegistry, type TestRegistry } from '../../testing/start-test-registry.ts';

const namespace = 'default';

/** A quota that has been counted. */
async function limit(registry: TestRegistry, hard: Record<string, string>, spec: object = {}, name = 'q') {
  await registry.create(ResourceQuotas, { metadata: { namespace, name }, spec: { ...spec, hard } });
  const used = Object.fromEntries(Object.keys(hard).map((each) => [each, '0']));
  await setStatus(registry, { hard, used }, name);
}

const setStatus = (registry: TestRegistry, status: object, name = 'q') =>
  registry.update(ResourceQuotas, { namespace, name }, (quota) => ({ ...quota, status }), {
    subresource: 'status',
    rules: statusRules(registry.served(ResourceQuotas)),
  });

const usedOf = async ({ lookup }: TestRegistry, name = 'q') =>
  (await lookup.live<ResourceQuota>(ResourceQuotas, { namespace, name }))?.status.used;

const newPod = ({ create }: TestRegistry, name: string, requests: object = {}, spec: object = {}) =>
  create(Pods, {
    metadata: { namespace, name },
    spec: { containers: [{ name: 'c', image: 'i', resources: { requests } }], ...spec },
  });

const newMap = ({ create }: TestRegistry, name: string, request: { dryRun?: boolean } = {}) =>
  create(ConfigMaps, { metadata: { namespace, name } }, request);

describe('resourceQuota', () => {
  it('charges what is created, and refuses what is too much', async () => {
    const registry = await startTestRegistry();
    await limit(registry, { pods: '3', cpu: '1', 'requests.example.com/dongle': '3' });
    await newPod(registry, 'a', { cpu: '500m' });
    expect(await usedOf(registry)).toEqual({ cpu: '500m', pods: '1', 'requests.example.com/dongle': '0' });
    await expect(newPod(registry, 'b', { cpu: '600m' })).rejects.toMatchObject({
      code: 403,
      message: 'pods "b" is forbidden: exceeded quota: q, requested: cpu=600m, used: cpu=500m, limited: cpu=1',
    });
    await newPod(registry, 'c', { cpu: '500m' });
    expect(await usedOf(registry)).toEqual({ cpu: '1', pods: '2', 'requests.example.com/dongle': '0' });
  });

  it('knows of a quota that was made a moment ago, though the cache does not yet', async () => {
    const store = createMemoryStorage();
    const storage = unreliable(store);
    const [registry, other] = [await startTestRegistry({ storage }), await startTestRegistry({ storage: store })];
    storage.stuck = true;
    await limit(other, { configmaps: '0' });
    const asked = storage.calls.currentRevision;
    const creating = newMap(registry, 'm').catch((error: unknown) => error);
    await expect.poll(() => storage.calls.currentRevision).toBeGreaterThan(asked);
    storage.stuck = false;
    expect(await creating).toMatchObject({ code: 403 });
  });

  it('lets no two requests have the same remainder', async () => {
    const registry = await startTestRegistry();
    await limit(registry, { configmaps: '3' });
    const outcomes = await Promise.allSettled(Array.from({ length: 12 }, (_, index) => newMap(registry, `m-${index}`)));
    const refusals = outcomes.flatMap((each) => (each.status === 'rejected' ? [each.reason as StatusError] : []));
    expect(refusals).toHaveLength(9);
    expect(refusals.every(isForbidden)).toBe(true);
    expect(await usedOf(registry)).toEqual({ configmaps: '3' });
  });

  it('wants containers to say what is limited', async () => {
    const registry = await startTestRegistry();
    await limit(registry, { 'limits.cpu': '1', memory: '1Gi' });
    await expect(newPod(registry, 'a')).rejects.toThrow(
      'failed quota: q: must specify limits.cpu for: c; memory for: c',
    );
  });

  it('refuses what it cannot judge yet', async () => {
    const registry = await startTestRegistry();
    await limit(registry, { configmaps: '3', secrets: '3' });
    await setStatus(registry, { hard: { configmaps: '3', secrets: '3' }, used: { secrets: '0' } });
    await expect(newMap(registry, 'm')).rejects.toThrow('status unknown for quota: q, resources: configmaps');
  });

  it('leaves a quota that nobody has counted, and one of another scope', async () => {
    const registry = await startTestRegistry();
    await registry.create(ResourceQuotas, { metadata: { namespace, name: 'new' }, spec: { hard: { pods: '0' } } });
    await limit(registry, { pods: '0' }, { scopes: ['Terminating'] });
    await newPod(registry, 'a');
    await expect(newPod(registry, 'b', {}, { activeDeadlineSeconds: 5 })).rejects.toThrow('exceeded quota: q');
  });

  it('charges nothing to one quota for what another refuses', async () => {
    const registry = await startTestRegistry();
    await limit(registry, { configmaps: '5' }, {}, 'a-large');
    await limit(registry, { configmaps: '0' }, {}, 'b-small');
    await expect(newMap(registry, 'm')).rejects.toThrow('exceeded quota: b-small');
    expect(await usedOf(registry, 'a-large')).toEqual({ configmaps: '0' });
  });

  it('charges nothing for a trial, nor for a name that is taken', async () => {
    const registry = await startTestRegistry();
    await limit(registry, { configmaps: '2' });
    await newMap(registry, 'm', { dryRun: true });
    expect(await usedOf(registry)).toEqual({ configmaps: '0' });
    await newMap(registry, 'm');
    await expect(newMap(registry, 'm')).rejects.toMatchObject({ code: 409 });
    expect(await usedOf(registry)).toEqual({ configmaps: '1' });
  });

  it('charges Services for what they come to take', async () => {
    const registry = await startTestRegistry();
    await limit(registry, { services: '2', 'services.nodeports': '1' });
    const place = { namespace, name: 's' };
    await registry.create(Services, { metadata: place, spec: { ports: [{ port: 80 }] } });
    const setType = (type: string, ports: object[]) =>
      registry.update(Services, place, (service) => ({ ...service, spec: { ...service.spec, type, ports } }));
    await setType('NodePort', [{ port: 80 }]);
    expect(await usedOf(registry)).toEqual({ services: '1', 'services.nodeports': '1' });
    const two = [
      { name: 'a', port: 80 },
      { name: 'b', port: 81 },
    ];
    await expect(setType('NodePort', two)).rejects.toThrow(
      'exceeded quota: q, requested: services.nodeports=1, used: services.nodeports=1, limited: services.nodeports=1',
    );
    await setType('ClusterIP', [{ port: 80 }]);
  });
});
