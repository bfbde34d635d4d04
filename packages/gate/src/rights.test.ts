/** What the gate does in the API it may do, as who it is in a cluster. The engine is played by hand. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestApi } from '@wherry/apiserver/testing';
import { Services } from '@wherry/api/core-v1';
import { createClient, loadKubeconfig, openTransport } from '@wherry/client';
import { createMetrics, silentLog, systemClock } from '@wherry/component';
import { expect, it, onTestFinished } from 'vitest';
import { startGate } from './gate.ts';

it('the user system:wherry:gate may do all that the gate does', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'wherry-gate-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const api = await startTestApi({ flags: [`--credentials-dir=${directory}`] });
  onTestFinished(() => api.stop());
  const admin = openTransport({ connection: { server: api.url, ...api.pki }, userAgent: 'test' });
  onTestFinished(() => admin.stop());
  const metrics = createMetrics();
  const connection = await loadKubeconfig(join(directory, 'control-plane/gate.kubeconfig'));
  const transport = openTransport({ connection, userAgent: 'port-gate', metrics });
  onTestFinished(() => transport.stop());
  const open = new Set<string>();
  const gate = await startGate({
    transport,
    publishers: {
      keys: () => Promise.resolve([...open]),
      keep: (_port, { script }) => Promise.resolve(script),
      close: (key) => Promise.resolve(void open.delete(key)),
      events: () => Promise.resolve((async function* () {})()),
    },
    clock: systemClock,
    log: silentLog,
  });
  onTestFinished(() => gate.stop());
  const client = createClient(admin);
  const place = { namespace: 'default', name: 'web' };
  await client.create(Services, { metadata: place, spec: { type: 'LoadBalancer', ports: [{ port: 8080 }] } });
  await expect.poll(async () => (await client.get(Services, place)).status.loadBalancer?.ingress).toBeDefined();
  await client.delete(Services, place);
  await expect
    .poll(async () => (await client.list(Services, { namespace: 'default' })).items.map((each) => each.metadata.name))
    .toEqual(['kubernetes']);
  expect(metrics.print()).toContain('code="200"');
  expect(metrics.print()).not.toContain('code="403"');
});
