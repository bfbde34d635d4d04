import type { Node, Pod } from '@wherry/api/core-v1';
import { describe, expect, it } from 'vitest';
import { createAdmission } from './admission.ts';
import { podOf } from './testing/pictures.ts';

type Labels = Readonly<Record<string, string>>;

// Of a node nothing else is looked at.
const nodeWith = (labels: Labels) => ({ metadata: { name: 'node-1', labels } }) as Node;

const named = (uid: string, spec: object = {}, status = {}): Pod => podOf(spec, { metadata: { uid }, status });
const onPort = (uid: string, status = {}): Pod => {
  const ports = [{ containerPort: 80, hostPort: 80 }];
  return named(uid, { containers: [{ name: 'app', image: 'app:1', ports }] }, status);
};

function setUp({ pods = [], now = {} }: { readonly pods?: readonly Pod[]; readonly now?: Labels }) {
  const asked: string[] = [];
  const admission = createAdmission({
    others: ({ metadata }) => pods.filter((pod) => pod.metadata.uid !== metadata.uid),
    allocatable: { cpu: '2', memory: '1Gi', pods: '3' },
    node: () => nodeWith({}),
    readNode() {
      asked.push('node');
      return Promise.resolve(nodeWith(now));
    },
  });
  return { asked, reasonFor: async (pod: Pod) => (await admission.admit(pod))?.reason, admission };
}

describe('createAdmission()', () => {
  it('takes the first of two pods that have come before either was decided on', async () => {
    const [first, second] = [onPort('first'), onPort('second')];
    const { reasonFor } = setUp({ pods: [first, second] });
    expect(await Promise.all([reasonFor(first), reasonFor(second)])).toEqual([undefined, 'NodePorts']);
  });

  it('counts those that a former kubelet has taken', async () => {
    const [old, late] = [onPort('old', { startTime: '2026-01-01T00:00:00Z' }), onPort('late')];
    expect(await setUp({ pods: [old, late] }).reasonFor(late)).toBe('NodePorts');
  });

  it('keeps to what it has said of a pod until that is gone', async () => {
    const [first, second] = [onPort('first'), onPort('second')];
    const { reasonFor, admission } = setUp({ pods: [first, second] });
    expect(await reasonFor(first)).toBeUndefined();
    expect(await reasonFor(second)).toBe('NodePorts');
    expect(await reasonFor(first)).toBeUndefined();
    admission.forget('first');
    expect(await reasonFor(second)).toBeUndefined();
  });

  it('takes a pod that wants a label of which it has not heard yet', async () => {
    const { asked, reasonFor } = setUp({ now: { disk: 'ssd' } });
    expect(await reasonFor(named('pod', { nodeSelector: { disk: 'ssd' } }))).toBeUndefined();
    expect(asked).toEqual(['node']);
  });

  it('refuses a pod that wants a label which the node does not have', async () => {
    const { asked, reasonFor } = setUp({ now: { disk: 'hdd' } });
    expect(await reasonFor(named('pod', { nodeSelector: { disk: 'ssd' } }))).toBe('NodeAffinity');
    expect(await reasonFor(named('other'))).toBeUndefined();
    expect(asked).toEqual(['node']);
  });
});
