import { Secrets, Services } from '@wherry/api/core-v1';
import { IngressClasses } from '@wherry/api/networking-v1';
import { isAlreadyExists } from '@wherry/api';
import { eventually } from '@wherry/component/testing';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { planDnsService } from '../plans/addons.ts';
import { startTestCluster, type TestCluster } from '../testing/start-test-cluster.ts';
import { addonsEntry } from './addons.ts';
import { tokenCleanerEntry } from './token-cleaner.ts';

const dns = { namespace: 'kube-system', name: 'kube-dns' };
let cluster: TestCluster;
beforeAll(async () => {
  cluster = await startTestCluster({ controllers: [addonsEntry, tokenCleanerEntry] });
});
afterAll(() => cluster.stop());

const service = () => cluster.client.get(Services, dns);

describe('the addons controller', () => {
  it('makes the Service of the DNS, which the rules of Services leave alone', async () => {
    const { spec, metadata } = await eventually(service);
    expect(spec.clusterIP).toBe('10.96.0.10');
    expect(spec.selector).toBeUndefined();
    expect(spec.ports).toMatchObject([
      { name: 'dns', port: 53, protocol: 'UDP' },
      { name: 'dns-tcp', port: 53, protocol: 'TCP' },
    ]);
    expect(metadata.labels).toMatchObject({
      'k8s-app': 'kube-dns',
      'kubernetes.io/cluster-service': 'true',
      'service.kubernetes.io/service-proxy-name': 'wherry-dns',
    });
  });

  it('makes it again when it is deleted', async () => {
    const { uid } = (await eventually(service)).metadata;
    await cluster.client.delete(Services, dns);
    const again = await eventually(service);
    expect(again.metadata.uid).not.toBe(uid);
    expect(again.spec.clusterIP).toBe('10.96.0.10');
  });

  it('puts back what would break it, and keeps what was added', async () => {
    await eventually(service);
    const body = { metadata: { labels: { mine: 'yes', 'k8s-app': 'x' } }, spec: { selector: { a: 'b' } } };
    await cluster.client.patch(Services, dns, { type: 'merge', body });
    await eventually(async () => {
      const { metadata, spec } = await service();
      expect(metadata.labels).toMatchObject({ mine: 'yes', 'k8s-app': 'kube-dns' });
      expect(spec.selector).toBeUndefined();
    });
  });

  it('replaces one that is at another address, which cannot be changed', async () => {
    const found = await eventually(service);
    expect(planDnsService(found, '10.96.0.10').type).toBe('nothing');
    expect(planDnsService(found, '10.96.0.11').type).toBe('replace');
    const second = await startTestCluster({ controllers: [addonsEntry], flags: ['--cluster-dns=10.96.0.11'] });
    onTestFinished(() => second.stop());
    const ports = [{ name: 'dns', port: 53 }];
    const mine = { metadata: dns, spec: { clusterIP: '10.96.0.77', ports } };
    await eventually(() => second.client.get(Services, dns));
    // Whoever is first: in the end it is at the address that the flag says.
    await second.client.delete(Services, dns);
    await second.client.create(Services, mine).catch((error: unknown) => expect(isAlreadyExists(error)).toBe(true));
    await eventually(async () => expect((await second.client.get(Services, dns)).spec.clusterIP).toBe('10.96.0.11'));
  });

  it('makes the default class of Ingresses, and lets another one be it', async () => {
    const name = 'wherry';
    const read = () => cluster.client.get(IngressClasses, { name });
    expect(await eventually(read)).toMatchObject({
      metadata: { annotations: { 'ingressclass.kubernetes.io/is-default-class': 'true' } },
      spec: { controller: 'wherry.io/ingress' },
    });
    await cluster.client.patch(IngressClasses, { name }, { type: 'merge', body: { metadata: { annotations: null } } });
    const { metadata } = await read();
    await cluster.client.delete(Services, dns);
    await eventually(service);
    expect((await read()).metadata.resourceVersion).toBe(metadata.resourceVersion);
    await cluster.client.delete(IngressClasses, { name });
    await eventually(read);
  });
});

describe('the token cleaner', () => {
  const token = (id: string, expiration: string | undefined) =>
    cluster.client.create(Secrets, {
      metadata: { namespace: 'kube-system', name: `bootstrap-token-${id}` },
      type: 'bootstrap.kubernetes.io/token',
      stringData: {
        'token-id': id,
        'token-secret': '0123456789abcdef',
        ...(expiration === undefined ? {} : { expiration }),
      },
    });
  const isThere = async (id: string) => {
    const { items } = await cluster.client.list(Secrets, { namespace: 'kube-system' });
    return items.some(({ metadata }) => metadata.name === `bootstrap-token-${id}`);
  };

  it('deletes tokens when their time is over, and no other', async () => {
    await token('aaaaaa', undefined);
    await token('bbbbbb', new Date(Date.now() + 3600_000).toISOString());
    await token('cccccc', new Date(Date.now() - 1000).toISOString());
    await token('dddddd', new Date(Date.now() + 1000).toISOString());
    await eventually(async () => expect(await isThere('cccccc')).toBe(false));
    await eventually(async () => expect(await isThere('dddddd')).toBe(false));
    expect([await isThere('aaaaaa'), await isThere('bbbbbb')]).toEqual([true, true]);
  });
});
