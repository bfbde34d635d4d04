import { Nodes } from '@wherry/api/core-v1';
import { describe, expect, it } from 'vitest';
import { startTestRegistry } from '../testing/start-test-registry.ts';

const NOT_READY = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' };

describe('taintNodesByCondition', () => {
  it.each([
    ['a node without taints', undefined, [NOT_READY]],
    [
      'a node with another taint',
      [{ key: 'a', effect: 'NoSchedule' }],
      [{ key: 'a', effect: 'NoSchedule' }, NOT_READY],
    ],
    ['a node that has it already', [NOT_READY], [NOT_READY]],
  ])('marks %s as not ready', async (_name, taints, expected) => {
    const { create } = await startTestRegistry();
    expect((await create(Nodes, { metadata: { name: 'n' }, spec: { taints } })).spec.taints).toEqual(expected);
  });

  it('lets the mark be taken off', async () => {
    const { create, update } = await startTestRegistry();
    await create(Nodes, { metadata: { name: 'n' } });
    const ready = await update(Nodes, { namespace: '', name: 'n' }, (node) => ({ ...node, spec: {} }));
    expect(ready.spec.taints).toBeUndefined();
  });
});
