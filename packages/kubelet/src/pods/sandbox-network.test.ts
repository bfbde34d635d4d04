import type { Pod } from '@wherry/api/core-v1';
import { describe, expect, it } from 'vitest';
import { NetworkError, noNetwork, type PodNetwork } from '../network/pod-network.ts';
import type { PodRecord, SandboxRecord } from '../runtime/runtime.ts';
import type { PodContext } from './pod-context.ts';
import { withNetwork } from './sandbox-network.ts';

const ref = { namespace: 'default', name: 'web', uid: 'u1' };
const pod = { metadata: ref, spec: { containers: [] }, status: {} } as unknown as Pod;
const sandbox: SandboxRecord = {
  id: 's1',
  attempt: 1,
  isReady: true,
  createdAt: 0,
  addresses: ['10.244.1.5'],
  network: 'pod',
  pid: 77,
};
const older: SandboxRecord = { ...sandbox, id: 's0', attempt: 0, isReady: false };
const recordOf = (...sandboxes: SandboxRecord[]): PodRecord => ({ pod: ref, sandboxes, containers: [] });

function bench(more: Partial<PodNetwork> = {}) {
  const attached: unknown[] = [];
  const events: string[] = [];
  const attach: PodNetwork['attach'] = async (given) => void attached.push(given);
  const context = {
    network: { ...noNetwork, attach, ...more },
    events: {
      record: (_pod: unknown, { reason, message }: { reason: string; message: string }) =>
        void events.push(`${reason}: ${message}`),
    },
  } as unknown as PodContext;
  return { attached, events, look: (record: PodRecord | undefined) => withNetwork(context, pod, record) };
}

describe('withNetwork', () => {
  it('gives the sandbox that runs its network, also when a former kubelet has started it', async () => {
    const { attached, look } = bench();
    const record = recordOf(sandbox, older);
    expect(await look(record)).toBe(record);
    expect(attached).toEqual([{ id: 's1', pod: ref, pid: 77, addresses: ['10.244.1.5'] }]);
  });

  const { pid: _pid, ...ended } = sandbox;
  it.each([
    ['there is none', undefined],
    ['the newest has ended', recordOf({ ...ended, isReady: false }, sandbox)],
  ])('does nothing when %s', async (_name, record) => {
    const { attached, look } = bench({ isLost: () => Promise.resolve(true) });
    expect(await look(record)).toBe(record);
    expect(attached).toEqual([]);
  });

  const onNode: SandboxRecord = { ...sandbox, network: 'host', addresses: [] };
  it('does nothing when it is in the network of the node', async () => {
    const { attached, look } = bench();
    const record = recordOf(onNode);
    expect(await look(record)).toBe(record);
    expect(attached).toEqual([]);
  });

  it('takes a sandbox in a network that the node has left for one that has ended', async () => {
    const { attached, look } = bench({ isLost: () => Promise.resolve(true) });
    expect((await look(recordOf(onNode)))?.sandboxes).toEqual([{ ...onNode, isReady: false }]);
    expect(attached).toEqual([]);
  });

  it('takes a sandbox that has left its containers for one that has ended', async () => {
    const { attached, look } = bench({ isLost: () => Promise.resolve(true) });
    expect((await look(recordOf(sandbox, older)))?.sandboxes.map(({ id, isReady }) => [id, isReady])).toEqual([
      ['s1', false],
      ['s0', false],
    ]);
    expect(attached).toEqual([]);
  });

  it('tells users why a pod has no network', async () => {
    const { events, look } = bench({ attach: () => Promise.reject(new NetworkError('ip failed: File exists')) });
    await expect(look(recordOf(sandbox))).rejects.toThrow(NetworkError);
    expect(events).toEqual(['FailedCreatePodSandBox: Failed to create pod sandbox: ip failed: File exists']);
  });
});
