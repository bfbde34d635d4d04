import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestApi } from '@wherry/apiserver/testing';
import { Nodes, Pods } from '@wherry/api/core-v1';
import { createClient, openTransport } from '@wherry/client';
import { silentLog, starting, systemClock } from '@wherry/component';
import { expect, it } from 'vitest';
import { startHollowNodes } from './hollow-nodes.ts';

function startScene() {
  return starting(async (own) => {
    const api = own(await startTestApi());
    const transport = own(openTransport({ connection: { server: api.url, ...api.pki }, userAgent: 'kubelet' }));
    const root = await mkdtemp(join(tmpdir(), 'wherry-hollow-'));
    own(() => rm(root, { recursive: true, force: true }));
    const names = ['hollow-1', 'hollow-2'];
    const labels = { hollow: 'yes' };
    const capacity = { cpu: '8', memory: '32Gi', pods: '110' };
    own(await startHollowNodes({ transport, names, labels, capacity, root, clock: systemClock, log: silentLog }));
    return { client: createClient(transport) };
  });
}

it('registers nodes on which pods come to run', async () => {
  const scene = await startScene();
  const { client } = scene;
  try {
    const { items } = await client.list(Nodes, { labelSelector: 'hollow=yes' });
    expect(items.map(({ metadata }) => metadata.name)).toEqual(['hollow-1', 'hollow-2']);
    expect(items[0]?.status.allocatable).toMatchObject({ cpu: '8', pods: '110' });
    const place = { namespace: 'default', name: 'web' };
    await client.create(Pods, {
      metadata: place,
      spec: {
        nodeName: 'hollow-2',
        automountServiceAccountToken: false,
        containers: [{ name: 'app', image: 'app:1' }],
      },
    });
    const phase = async () => (await client.get(Pods, place)).status.phase;
    await expect.poll(phase, { interval: 20 }).toBe('Running');
  } finally {
    await scene.stop();
  }
});
