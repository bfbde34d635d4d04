import { Pods } from '@wherry/api/core-v1';
import { describe, expect, it } from 'vitest';
import { startTestRegistry } from '../testing/start-test-registry.ts';

const fiveMinutes = (key: string) => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 });
const notReady = fiveMinutes('node.kubernetes.io/not-ready');
const unreachable = fiveMinutes('node.kubernetes.io/unreachable');
const everything = { operator: 'Exists' };
const always = { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' };
const otherEffect = { ...always, effect: 'NoSchedule' };

describe('defaultTolerationSeconds', () => {
  it.each([
    ['nothing is said', undefined, [notReady, unreachable]],
    ['everything is tolerated', [everything], [everything]],
    ['one of the taints is spoken of', [always], [always, unreachable]],
    ['another effect is spoken of', [otherEffect], [otherEffect, notReady, unreachable]],
  ])('adds what is missing where %s', async (_name, tolerations, expected) => {
    const { create } = await startTestRegistry();
    const pod = await create(Pods, {
      metadata: { namespace: 'default', name: 'p' },
      spec: { tolerations, containers: [{ name: 'c', image: 'nginx' }] },
    });
    expect(pod.spec.tolerations).toEqual(expected);
  });
});
