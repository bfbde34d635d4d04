import { startTestApi } from '@wherry/apiserver/testing';
import { Namespaces, Nodes, type NodeCondition } from '@wherry/api/core-v1';
import { createClient, type Client } from '@wherry/client';
import { fakeClock, releasing, silentLog, starting, type Running } from '@wherry/component';
import { eventually } from '@wherry/component/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFakeRuntime } from '../runtime/fake/fake-runtime.ts';
import { openTestTransport } from '../testing/open-test-transport.ts';
import { startNodeKeeper } from './node-keeper.ts';

const node = { name: 'node-1' };
const status = { name: 'node-1', subresource: 'status' };

describe('the node in the API', () => {
  const clock = fakeClock();
  let client: Client;
  let bench: Running;
  let looks = 0;
  beforeEach(async () => {
    bench = await starting(async (own) => {
      const api = own(await startTestApi());
      const transport = own(openTestTransport(api));
      client = createClient(transport);
      await client.create(Namespaces, { metadata: { name: 'kube-node-lease' } }).catch(() => undefined);
      own(
        await startNodeKeeper({
          client,
          runtime: createFakeRuntime({ clock, program: () => ({}) }),
          name: 'node-1',
          address: '172.30.0.11',
          capacity: { cpu: '4', memory: '8Gi', pods: '110' },
          kubeletPort: 10_250,
          labels: {},
          trouble: () => {
            looks += 1;
            return undefined;
          },
          pressure: () => ({ memory: false, disk: false, pids: false }),
          clock,
          log: silentLog,
        }),
      );
      return releasing(() => undefined);
    });
  });
  afterEach(() => bench.stop());

  const ready = async (): Promise<NodeCondition | undefined> =>
    (await client.get(Nodes, node)).status.conditions?.find(({ type }) => type === 'Ready');

  it('is ready again at the next look when others have said that nothing is known of it', async () => {
    const silent = { type: 'Ready', status: 'Unknown', reason: 'NodeStatusUnknown', message: 'nothing was heard' };
    await client.patch(Nodes, status, { type: 'strategic', body: { status: { conditions: [silent] } } });
    await clock.advance(10_000);
    await eventually(async () => expect(await ready()).toMatchObject({ status: 'True', reason: 'KubeletReady' }));
  });

  it('keeps what others say of it, and is not written while nothing changes', async () => {
    const other = { type: 'NetworkUnavailable', status: 'False', reason: 'Routed', message: '' };
    const body = { status: { conditions: [other], capacity: { 'example.com/fan': '2' } } };
    const { metadata } = await client.patch(Nodes, status, { type: 'strategic', body });
    // When the second look begins, the first has written what it had to write.
    for (const begun of [looks + 1, looks + 2]) {
      await clock.advance(10_000);
      await eventually(() => expect(looks).toBe(begun));
    }
    const { metadata: later, status: present } = await client.get(Nodes, node);
    expect(later.resourceVersion).toBe(metadata.resourceVersion);
    expect(present.capacity).toMatchObject({ cpu: '4', 'example.com/fan': '2' });
  });
});
