/** What the proxy asks of the API it may ask, as who it is on every node: for Services, routes and the cluster's DNS. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestApi } from '@wherry/apiserver/testing';
import { Nodes } from '@wherry/api/core-v1';
import { createClient, loadKubeconfig, openTransport, startInformer } from '@wherry/client';
import { createMetrics, silentLog, systemClock } from '@wherry/component';
import { startDns } from '@wherry/dns';
import { expect, it, onTestFinished } from 'vitest';
import { startServiceRules } from './service-rules.ts';

it('the user system:kube-proxy may ask for all that the proxy asks for', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'wherry-proxy-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const api = await startTestApi({ flags: [`--credentials-dir=${directory}`] });
  onTestFinished(() => api.stop());
  const metrics = createMetrics();
  const connection = await loadKubeconfig(join(directory, 'node/proxy.kubeconfig'));
  const transport = openTransport({ connection, userAgent: 'kube-proxy', metrics });
  onTestFinished(() => transport.stop());
  const common = { client: createClient(transport), clock: systemClock, log: silentLog };
  // Each resolves only when it has been given what it watches.
  const nodes = await startInformer({ ...common, resource: Nodes });
  onTestFinished(() => nodes.stop());
  const plane = { carryOut: () => Promise.resolve() };
  const rules = await startServiceRules({ ...common, plane, nodes, nodeName: 'n1' });
  onTestFinished(() => rules.stop());
  const dns = await startDns({ ...common, address: '127.0.0.1', port: 0, upstreams: [] });
  onTestFinished(() => dns.stop());
  await expect.poll(() => metrics.print()).toContain('code="200"');
  expect(metrics.print()).not.toContain('code="403"');
});
