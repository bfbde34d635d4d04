import { Deployment } from '@wherry/api/apps-v1';
import { Pod } from '@wherry/api/core-v1';
import { describe, expect, it } from 'vitest';
import { PatchFormatError } from './patch-format-error.ts';
import { strategicMerge } from './strategic-merge.ts';

const names = (list: unknown): unknown => (list as { name: string }[]).map(({ name }) => name);
const pod = (containers: unknown[], more: object = {}) => ({ metadata: { name: 'p' }, spec: { containers, ...more } });

interface Containers {
  spec: { containers: Record<string, unknown>[] };
}

const patchPod = (original: Record<string, unknown>, patch: Record<string, unknown>) =>
  strategicMerge(Pod, original, patch) as unknown as Containers;

describe('strategicMerge', () => {
  it('merges containers by name and leaves the others alone', () => {
    const result = patchPod(
      pod([
        { name: 'a', image: 'x' },
        { name: 'b', image: 'y' },
      ]),
      {
        spec: { containers: [{ name: 'b', image: 'z' }] },
      },
    );
    expect(result.spec.containers).toEqual([
      { name: 'a', image: 'x' },
      { name: 'b', image: 'z' },
    ]);
  });

  it('puts the patch’s elements in its order and keeps the server’s around them', () => {
    const original = pod([{ name: 'a' }, { name: 'b' }, { name: 'c' }, { name: 'd' }]);
    const result = patchPod(original, { spec: { containers: [{ name: 'c' }, { name: 'b' }, { name: 'e' }] } });
    expect(names(result.spec.containers)).toEqual(['a', 'c', 'b', 'e', 'd']);
  });

  it('orders by $setElementOrder', () => {
    const result = patchPod(pod([{ name: 'a' }, { name: 'b' }]), {
      spec: { '$setElementOrder/containers': [{ name: 'b' }, { name: 'a' }], containers: [{ name: 'a', image: 'x' }] },
    });
    expect(result.spec.containers).toEqual([{ name: 'b' }, { name: 'a', image: 'x' }]);
  });

  it('refuses a patch whose list contradicts $setElementOrder', () => {
    const patch = {
      spec: {
        '$setElementOrder/containers': [{ name: 'b' }, { name: 'a' }],
        containers: [{ name: 'a' }, { name: 'b' }],
      },
    };
    expect(() => patchPod(pod([{ name: 'a' }, { name: 'b' }]), patch)).toThrow(PatchFormatError);
  });

  it('deletes a list element by $patch: delete', () => {
    const result = patchPod(pod([{ name: 'a' }, { name: 'b' }]), {
      spec: { containers: [{ name: 'a', $patch: 'delete' }] },
    });
    expect(names(result.spec.containers)).toEqual(['b']);
  });

  it('replaces a list by an element with $patch: replace', () => {
    const result = patchPod(pod([{ name: 'a' }, { name: 'b' }]), {
      spec: { containers: [{ name: 'c' }, { $patch: 'replace' }] },
    });
    expect(names(result.spec.containers)).toEqual(['c']);
  });

  it('takes that element for none where there was no list', () => {
    const patch = { spec: { containers: [{ $patch: 'replace' }, { name: 'c' }] } };
    expect(strategicMerge(Pod, {}, patch)).toEqual({ spec: { containers: [{ name: 'c' }] } });
  });

  it('replaces a map by $patch: replace', () => {
    const original = { metadata: { labels: { a: '1', b: '2' } } };
    expect(strategicMerge(Pod, original, { metadata: { labels: { $patch: 'replace', c: '3' } } })).toEqual({
      metadata: { labels: { c: '3' } },
    });
  });

  it('removes scalars by $deleteFromPrimitiveList and adds the patch’s', () => {
    const original = { metadata: { finalizers: ['a', 'b'] } };
    const patch = { metadata: { '$deleteFromPrimitiveList/finalizers': ['a'], finalizers: ['c'] } };
    expect(strategicMerge(Pod, original, patch)).toEqual({ metadata: { finalizers: ['c', 'b'] } });
  });

  it('replaces lists without a merge strategy', () => {
    const result = patchPod(pod([{ name: 'a', args: ['x', 'y'] }]), {
      spec: { containers: [{ name: 'a', args: ['z'] }] },
    });
    expect(result.spec.containers).toEqual([{ name: 'a', args: ['z'] }]);
  });

  it('drops what $retainKeys does not name', () => {
    const original = { spec: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } } } };
    const patch = { spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } } };
    expect(strategicMerge(Deployment, original, patch)).toEqual({ spec: { strategy: { type: 'Recreate' } } });
  });

  it('removes a key that is null and keeps no nulls or directives in new values', () => {
    const original = { metadata: { labels: { a: '1' } } };
    const patch = { metadata: { labels: { a: null }, annotations: { b: null, c: '1', $patch: 'merge' } } };
    expect(strategicMerge(Pod, original, patch)).toEqual({ metadata: { labels: {}, annotations: { c: '1' } } });
  });

  it('keeps a key named __proto__ as data', () => {
    const patch = JSON.parse('{"metadata":{"labels":{"__proto__":"x"}}}') as Record<string, unknown>;
    const result = strategicMerge(Pod, { metadata: { labels: { a: '1' } } }, patch);
    expect(JSON.stringify(result)).toBe('{"metadata":{"labels":{"a":"1","__proto__":"x"}}}');
  });

  it.each([
    [{ spec: { containers: [{ image: 'x' }] } }, 'does not contain declared merge key: name'],
    [{ spec: { containers: [{ name: 'a', $patch: 'explode' }] } }, 'Unknown patch type found: "explode"'],
    [{ metadata: { $patch: 'explode' } }, 'Unknown patch type found: "explode"'],
  ])('refuses %j', (patch, message) => {
    expect(() => strategicMerge(Pod, pod([{ name: 'a' }]), patch)).toThrow(message);
  });

  it('changes neither argument', () => {
    const original = pod([{ name: 'a' }]);
    const patch = { spec: { containers: [{ name: 'b' }] } };
    const before = JSON.stringify([original, patch]);
    strategicMerge(Pod, original, patch);
    expect(JSON.stringify([original, patch])).toBe(before);
  });
});
