import { Namespaces, ConfigMaps, ServiceAccounts } from '@wherry/api/core-v1';
import { eventually } from '@wherry/component/testing';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestCluster, type TestCluster } from '../testing/start-test-cluster.ts';
import { rootCaPublisherEntry } from './root-ca-publisher.ts';
import { serviceAccountEntry } from './service-account.ts';

describe('what every namespace has', () => {
  let cluster: TestCluster;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'root-ca-'));
    const file = join(folder, 'ca.crt');
    await writeFile(file, 'PEM\n');
    const controllers = [serviceAccountEntry, rootCaPublisherEntry];
    cluster = await startTestCluster({ controllers, flags: [`--root-ca-file=${file}`] });
    await cluster.client.create(Namespaces, { metadata: { name: 'new' } });
  });
  afterAll(async () => {
    await cluster.stop();
    await rm(folder, { recursive: true });
  });

  it('is an account, made again when it is deleted', async () => {
    const { client } = cluster;
    const place = { namespace: 'new', name: 'default' };
    const first = await eventually(() => client.get(ServiceAccounts, place));
    await client.delete(ServiceAccounts, place);
    const second = await eventually(() => client.get(ServiceAccounts, place));
    expect(second.metadata.uid).not.toBe(first.metadata.uid);
  });

  it("is the authority's certificate, put right when somebody touches it", async () => {
    const { client } = cluster;
    const place = { namespace: 'new', name: 'kube-root-ca.crt' };
    const published = await eventually(() => client.get(ConfigMaps, place));
    expect(published.data).toEqual({ 'ca.crt': 'PEM\n' });
    expect(published.metadata.annotations?.['kubernetes.io/description']).toMatch(/^Contains a CA bundle/);
    await client.patch(ConfigMaps, place, { type: 'merge', body: { data: { 'ca.crt': 'X', other: 'y' } } });
    await eventually(async () => expect((await client.get(ConfigMaps, place)).data).toEqual({ 'ca.crt': 'PEM\n' }));
    await client.delete(ConfigMaps, place);
    await eventually(async () => expect((await client.get(ConfigMaps, place)).data).toEqual({ 'ca.crt': 'PEM\n' }));
  });
});
