import { Services, type Service } from '@wherry/api/core-v1';
import { IPAddresses } from '@wherry/api/networking-v1';
import { beforeEach, describe, expect, it } from 'vitest';
import { textAtRevision } from '../storage/stored-text.ts';
import { startTestRegistry, type TestRegistry } from '../testing/start-test-registry.ts';
import { addressKey, nodePortKey } from './service-claims.ts';

let registry: TestRegistry;
let count = 0;
beforeEach(async () => {
  registry = await startTestRegistry();
});

const port = { name: 'web', port: 80 };

function service(spec: object = {}, server = registry, request: { dryRun?: boolean } = {}): Promise<Service> {
  count += 1;
  const metadata = { namespace: 'default', name: `s${count}` };
  return server.create(Services, { metadata, spec: { ports: [port], ...spec } }, request);
}

const nameOf = ({ metadata }: Service) => ({ namespace: 'default', name: metadata.name ?? '' });
const exists = async (key: string) => (await registry.storage.get(key)).item !== undefined;
const nodePortOf = ({ spec }: Service) => spec.ports?.[0]?.nodePort ?? 0;

describe('cluster IPs', () => {
  it('come from the range, each with its IPAddress', async () => {
    const { spec, metadata } = await service();
    expect(spec.clusterIP).toMatch(/^10\.96\./);
    expect(spec.clusterIPs).toEqual([spec.clusterIP]);
    const address = await registry.lookup.find(IPAddresses, { namespace: '', name: spec.clusterIP ?? '' });
    expect(address?.metadata.labels).toMatchObject({ 'ipaddress.kubernetes.io/ip-family': 'IPv4' });
    // And nothing else: it could not be written back as it was read.
    const parentRef = { resource: 'services', namespace: 'default', name: metadata.name };
    expect(address?.spec).toEqual({ parentRef });
  });

  it('can be asked for, once', async () => {
    await service({ clusterIP: '10.96.0.10' });
    await expect(service({ clusterIP: '10.96.0.10' })).rejects.toMatchObject({
      code: 422,
      message: expect.stringContaining(
        'spec.clusterIPs: Invalid value: ["10.96.0.10"]: failed to allocate IP 10.96.0.10: provided IP is already allocated',
      ) as string,
    });
    await expect(service({ clusterIP: '10.97.0.10' })).rejects.toThrow(
      'the provided IP (10.97.0.10) is not in the valid range. The range of valid IPs is 10.96.0.0/16',
    );
  });

  it('are not given to headless Services and to other names', async () => {
    const headless = await service({ clusterIP: 'None' });
    expect(headless.spec.clusterIPs).toEqual(['None']);
    const alias = await service({ type: 'ExternalName', externalName: 'example.com' });
    expect(alias.spec.clusterIP).toBeUndefined();
    expect(await exists(addressKey('None'))).toBe(false);
  });

  it('are free again when the Service is gone, or needs them no more', async () => {
    const deleted = await service({ clusterIP: '10.96.0.10' });
    await registry.delete(Services, nameOf(deleted));
    const changed = await service({ clusterIP: '10.96.0.10' });
    await registry.update(Services, nameOf(changed), ({ metadata, status }) => ({
      metadata,
      status,
      spec: { type: 'ExternalName', externalName: 'example.com' },
    }));
    expect(await exists(addressKey('10.96.0.10'))).toBe(false);
  });

  it('stay where they are in an update', async () => {
    const made = await service();
    const updated = await registry.update(Services, nameOf(made), (object) => ({
      ...object,
      spec: { ...object.spec, selector: { a: 'b' } },
    }));
    expect(updated.spec.clusterIP).toBe(made.spec.clusterIP);
  });

  it('are not taken by a dry run', async () => {
    const tried = await service({ clusterIP: '10.96.0.10' }, registry, { dryRun: true });
    expect(tried.spec.clusterIP).toBe('10.96.0.10');
    expect(await exists(addressKey('10.96.0.10'))).toBe(false);
  });

  it('are given once, by however many servers at a time', async () => {
    const other = await startTestRegistry({ storage: registry.storage });
    const made = await Promise.all(
      Array.from({ length: 40 }, (_, index) => service({}, index % 2 === 0 ? registry : other)),
    );
    expect(new Set(made.map(({ spec }) => spec.clusterIP)).size).toBe(40);
    const wanted = await Promise.allSettled(
      Array.from({ length: 6 }, (_, index) => service({ clusterIP: '10.96.0.77' }, index % 2 === 0 ? registry : other)),
    );
    expect(wanted.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});

describe('node ports', () => {
  const nodePort = { type: 'NodePort' };

  it('come from the range', async () => {
    const found = nodePortOf(await service(nodePort));
    expect(found).toBeGreaterThanOrEqual(30000);
    expect(found).toBeLessThanOrEqual(32767);
    expect(await exists(nodePortKey(found))).toBe(true);
  });

  it('are stored in a form that the cache can read', async () => {
    const found = nodePortOf(await service(nodePort));
    const { item } = await registry.storage.get(nodePortKey(found));
    expect(JSON.parse(textAtRevision(item?.value ?? Buffer.from(''), 7))).toMatchObject({
      metadata: { name: String(found), resourceVersion: '7' },
      service: { namespace: 'default', name: `s${count}` },
    });
  });

  it('can be asked for, once', async () => {
    const asking = { ...nodePort, ports: [{ ...port, nodePort: 30080 }] };
    await service(asking);
    await expect(service(asking)).rejects.toMatchObject({
      code: 422,
      message: expect.stringContaining(
        'spec.ports[0].nodePort: Invalid value: 30080: provided port is already allocated',
      ) as string,
    });
    await expect(service({ ...nodePort, ports: [{ ...port, nodePort: 80 }] })).rejects.toThrow(
      'provided port is not in the valid range. The range of valid ports is 30000-32767',
    );
  });

  it('are shared by the protocols of one port', async () => {
    const ports = [
      { name: 'tcp', port: 53, protocol: 'TCP', nodePort: 30053 },
      { name: 'udp', port: 53, protocol: 'UDP', nodePort: 30053 },
    ];
    const made = await service({ ...nodePort, ports });
    expect(made.spec.ports?.map((one) => one.nodePort)).toEqual([30053, 30053]);
  });

  it('go with the Service, and with its type', async () => {
    const deleted = await service(nodePort);
    await registry.delete(Services, nameOf(deleted));
    expect(await exists(nodePortKey(nodePortOf(deleted)))).toBe(false);
    const changed = await service(nodePort);
    const plain = await registry.update(Services, nameOf(changed), (object) => ({
      ...object,
      spec: { ...object.spec, type: 'ClusterIP', ports: [port] },
    }));
    expect(nodePortOf(plain)).toBe(0);
    expect(await exists(nodePortKey(nodePortOf(changed)))).toBe(false);
  });

  it('are not given to load balancers that do without', async () => {
    const balancer = { type: 'LoadBalancer' };
    expect(nodePortOf(await service(balancer))).toBeGreaterThan(0);
    expect(nodePortOf(await service({ ...balancer, allocateLoadBalancerNodePorts: false }))).toBe(0);
  });

  it('serve health checks where only local endpoints count', async () => {
    const made = await service({ type: 'LoadBalancer', externalTrafficPolicy: 'Local' });
    const health = made.spec.healthCheckNodePort ?? 0;
    expect(health).toBeGreaterThanOrEqual(30000);
    expect(health).not.toBe(nodePortOf(made));
    expect(await exists(nodePortKey(health))).toBe(true);
  });
});
