import { Leases } from '@wherry/api/coordination-v1';
import { EndpointsResource, Services } from '@wherry/api/core-v1';
import { EndpointSlices } from '@wherry/api/discovery-v1';
import { silentLog, type Running } from '@wherry/component';
import { describe, expect, it } from 'vitest';
import { startTestRegistry, type TestRegistry } from '../../testing/start-test-registry.ts';
import { startKubernetesService } from './start-kubernetes-service.ts';

const kubernetes = { namespace: 'default', name: 'kubernetes' };

function serve({ client, clock }: TestRegistry, address: string, port = 6443): Promise<Running> {
  return startKubernetesService({
    client,
    clock,
    log: silentLog,
    identity: { hostname: `host-${address}`, endpoint: { address, port }, run: 'run-1' },
    serviceAddress: '10.96.0.1',
    port,
  });
}

async function addresses({ cache, lookup }: TestRegistry) {
  await cache.fresh();
  const endpoints = lookup.known(EndpointsResource, kubernetes);
  const slices = lookup.list(EndpointSlices, 'default');
  return {
    endpoints: (endpoints?.subsets ?? []).flatMap((subset) => (subset.addresses ?? []).map(({ ip }) => ip)),
    slices: slices.flatMap((slice) => slice.endpoints.flatMap((endpoint) => endpoint.addresses)),
  };
}

const both = (...found: string[]) => ({ endpoints: found, slices: found });

describe('startKubernetesService', () => {
  it('makes the Service, with this server behind it', async () => {
    const registry = await startTestRegistry();
    await serve(registry, '10.0.0.1');
    await registry.cache.fresh();
    expect(registry.lookup.known(Services, kubernetes)).toMatchObject({
      metadata: { labels: { component: 'apiserver', provider: 'kubernetes' } },
      spec: {
        type: 'ClusterIP',
        clusterIP: '10.96.0.1',
        clusterIPs: ['10.96.0.1'],
        ipFamilyPolicy: 'SingleStack',
        sessionAffinity: 'None',
        ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: 6443 }],
      },
    });
    expect(await addresses(registry)).toEqual(both('10.0.0.1'));
  });

  it('shows by a Lease that the server lives', async () => {
    const registry = await startTestRegistry();
    await serve(registry, '10.0.0.1');
    await registry.clock.advance(10_000);
    await registry.cache.fresh();
    const [lease, ...more] = registry.lookup.list(Leases, 'kube-system');
    expect(more).toEqual([]);
    expect(lease?.metadata.name).toMatch(/^apiserver-[0-9a-f]{26}$/);
    expect(lease).toMatchObject({
      metadata: {
        labels: {
          'apiserver.kubernetes.io/identity': 'kube-apiserver',
          'kubernetes.io/hostname': 'host-10.0.0.1',
        },
      },
      spec: {
        holderIdentity: `${lease?.metadata.name ?? ''}_run-1`,
        leaseDurationSeconds: 3600,
        renewTime: '2026-01-01T00:00:10.000000Z',
      },
    });
  });

  it('brings back what someone deletes', async () => {
    const registry = await startTestRegistry();
    await serve(registry, '10.0.0.1');
    await registry.delete(Services, kubernetes);
    await registry.delete(EndpointsResource, kubernetes);
    await registry.delete(EndpointSlices, kubernetes);
    await registry.clock.advance(10_000);
    expect(await addresses(registry)).toEqual(both('10.0.0.1'));
    expect(registry.lookup.known(Services, kubernetes)?.spec.clusterIP).toBe('10.96.0.1');
  });

  it('leaves what an administrator has changed about the Service', async () => {
    const registry = await startTestRegistry();
    await serve(registry, '10.0.0.1');
    await registry.update(Services, kubernetes, (service) => ({
      ...service,
      metadata: { ...service.metadata, labels: { mine: 'yes' } },
    }));
    await registry.clock.advance(10_000);
    await registry.cache.fresh();
    expect(registry.lookup.known(Services, kubernetes)?.metadata.labels).toEqual({ mine: 'yes' });
  });

  it('agrees with a second server on the same store, and is taken out when it stops', async () => {
    const first = await startTestRegistry();
    const second = await startTestRegistry({ storage: first.storage, clock: first.clock });
    await serve(first, '10.0.0.1');
    const running = await serve(second, '10.0.0.2');
    await first.clock.advance(30_000);
    expect(await addresses(first)).toEqual(both('10.0.0.1', '10.0.0.2'));
    await running.stop();
    expect(await addresses(first)).toEqual(both('10.0.0.1'));
    expect(first.lookup.list(Leases, 'kube-system')).toHaveLength(1);
  });

  it('drops a server that has not been heard of for a minute, and takes it back', async () => {
    const registry = await startTestRegistry();
    const spare = await startTestRegistry({ storage: registry.storage });
    await serve(registry, '10.0.0.1');
    // Its own clock stands still: it does not renew its Lease.
    await serve(spare, '10.0.0.2');
    await registry.clock.advance(50_000);
    expect(await addresses(registry)).toEqual(both('10.0.0.1', '10.0.0.2'));
    await registry.clock.advance(10_000);
    expect(await addresses(registry)).toEqual(both('10.0.0.1'));
    await spare.clock.advance(60_000);
    await registry.clock.advance(10_000);
    expect(await addresses(registry)).toEqual(both('10.0.0.1', '10.0.0.2'));
  });

  it('forgets a server after an hour', async () => {
    const registry = await startTestRegistry();
    const spare = await startTestRegistry({ storage: registry.storage });
    await serve(registry, '10.0.0.1');
    await serve(spare, '10.0.0.2');
    await registry.clock.advance(3_610_000);
    await registry.cache.fresh();
    expect(registry.lookup.list(Leases, 'kube-system')).toHaveLength(1);
  });

  it('serves two servers on one machine', async () => {
    const registry = await startTestRegistry();
    await serve(registry, '10.0.0.1', 6443);
    await serve(registry, '10.0.0.1', 6444);
    await registry.clock.advance(10_000);
    await registry.cache.fresh();
    const ports = registry.lookup
      .list(EndpointSlices, 'default')
      .map((slice) => [slice.metadata.name, slice.ports[0]?.port]);
    expect(ports).toEqual([
      ['kubernetes', 6443],
      ['kubernetes-ipv4-6444', 6444],
    ]);
  });
});
