import { createHmac } from 'node:crypto';
import { ConfigMaps, Secrets } from '@wherry/api/core-v1';
import { eventually } from '@wherry/component/testing';
import { expect, it, onTestFinished } from 'vitest';
import { CLUSTER_INFO } from '../plans/cluster-info.ts';
import { startTestCluster } from '../testing/start-test-cluster.ts';
import { bootstrapSignerEntry } from './bootstrap-signer.ts';

it('says where the API is, signed with the tokens that may sign, and with no other', async () => {
  const cluster = await startTestCluster({ controllers: [bootstrapSignerEntry] });
  onTestFinished(() => cluster.stop());
  const { client } = cluster;
  const data = async () => (await client.get(ConfigMaps, CLUSTER_INFO)).data ?? {};
  const text = (await eventually(data))['kubeconfig'] ?? '';
  expect(text).toContain(`server: ${cluster.url}\n`);
  expect(text).toContain(`certificate-authority-data: ${Buffer.from(cluster.ca).toString('base64')}\n`);
  const secret = 'abcdefghij123456';
  const token = (id: string, more: Record<string, string>) =>
    client.create(Secrets, {
      metadata: { namespace: 'kube-system', name: `bootstrap-token-${id}` },
      type: 'bootstrap.kubernetes.io/token',
      stringData: { 'token-id': id, 'token-secret': secret, 'usage-bootstrap-signing': 'true', ...more },
    });
  await token('aaaaaa', { 'usage-bootstrap-signing': 'false' });
  await token('bbbbbb', { expiration: '2020-01-01T00:00:00Z' });
  await token('cccccc', {});
  await eventually(async () => expect(Object.keys(await data())).toEqual(['kubeconfig', 'jws-kubeconfig-cccccc']));
  const [header = '', between, signature] = ((await data())['jws-kubeconfig-cccccc'] ?? '').split('.');
  expect(between).toBe('');
  expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({ alg: 'HS256', kid: 'cccccc' });
  const signed = `${header}.${Buffer.from(text).toString('base64url')}`;
  expect(signature).toBe(createHmac('sha256', secret).update(signed).digest('base64url'));
  // What somebody adds stays, what somebody breaks is mended, and a token that is gone does not sign.
  await client.patch(ConfigMaps, CLUSTER_INFO, { type: 'merge', body: { data: { mine: 'x', kubeconfig: 'broken' } } });
  await client.delete(Secrets, { namespace: 'kube-system', name: 'bootstrap-token-cccccc' });
  await eventually(async () => expect(await data()).toEqual({ mine: 'x', kubeconfig: text }));
});
