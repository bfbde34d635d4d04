import { Pods, type Pod } from '@wherry/api/core-v1';
import { RuntimeClasses } from '@wherry/api/node-v1';
import { beforeAll, describe, expect, it } from 'vitest';
import { startTestRegistry, type TestRegistry } from '../testing/start-test-registry.ts';

let registry: TestRegistry;
let count = 0;
beforeAll(async () => {
  registry = await startTestRegistry();
  await registry.create(RuntimeClasses, { metadata: { name: 'plain' }, handler: 'runc' });
  await registry.create(RuntimeClasses, {
    metadata: { name: 'vm' },
    handler: 'kata',
    overhead: { podFixed: { memory: '120Mi' } },
    scheduling: {
      nodeSelector: { vm: 'yes' },
      tolerations: [{ key: 'vm', operator: 'Exists', effect: 'NoSchedule' }],
    },
  });
});

function pod(spec: object): Promise<Pod> {
  count += 1;
  return registry.create(Pods, {
    metadata: { namespace: 'default', name: `p${count}` },
    spec: { containers: [{ name: 'c', image: 'nginx' }], ...spec },
  });
}

describe('runtimeClass', () => {
  it('gives a pod the overhead of its class and what leads it to the right nodes', async () => {
    const { spec } = await pod({ runtimeClassName: 'vm', nodeSelector: { disk: 'ssd' } });
    expect(spec.overhead).toEqual({ memory: '120Mi' });
    expect(spec.nodeSelector).toEqual({ disk: 'ssd', vm: 'yes' });
    expect(spec.tolerations?.map(({ key }) => key)).toContain('vm');
  });

  it('adds nothing for a class that says nothing', async () => {
    const { spec } = await pod({ runtimeClassName: 'plain' });
    expect(spec.overhead).toBeUndefined();
    expect(spec.nodeSelector).toBeUndefined();
  });

  it.each([
    ['an unknown class', { runtimeClassName: 'nope' }, 'pod rejected: RuntimeClass "nope" not found'],
    [
      'another overhead than its class',
      { runtimeClassName: 'vm', overhead: { memory: '1Gi' } },
      "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead",
    ],
    [
      'an overhead and no class',
      { overhead: { memory: '1Gi' } },
      'pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead',
    ],
    [
      'another node selector than its class',
      { runtimeClassName: 'vm', nodeSelector: { vm: 'no' } },
      'conflict: runtimeClass.scheduling.nodeSelector[vm] = yes; pod.spec.nodeSelector[vm] = no',
    ],
  ])('refuses a pod with %s', async (_name, spec, message) => {
    await expect(pod(spec)).rejects.toMatchObject({
      code: 403,
      message: expect.stringContaining(`is forbidden: ${message}`) as string,
    });
  });
});
