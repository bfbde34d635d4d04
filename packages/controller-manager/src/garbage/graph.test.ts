import { ConfigMaps } from '@wherry/api/core-v1';
import { PartialObjectMetadata, type OwnerReference } from '@wherry/api/meta-v1';
import { resource } from '@wherry/api/resources';
import { describe, expect, it } from 'vitest';
import { Graph, nodeOf, type GraphNode } from './graph.ts';
import { planOwnership, type OwnerState } from './plan-ownership.ts';

const { group, version, kind, plural } = ConfigMaps;
const configMaps = resource(PartialObjectMetadata, { group, version, kind, plural, namespaced: true });

const owner = (name: string, extra: Partial<OwnerReference> = {}): OwnerReference => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  name,
  uid: `uid-${name}`,
  ...extra,
});

function node(name: string, owners: readonly OwnerReference[] = [], finalizer?: string): GraphNode {
  return nodeOf(configMaps, {
    metadata: {
      name,
      namespace: 'default',
      uid: `uid-${name}`,
      ownerReferences: [...owners],
      ...(finalizer === undefined ? {} : { finalizers: [finalizer], deletionTimestamp: '2026-01-01T00:00:00Z' }),
    },
  });
}

describe('Graph', () => {
  it('says what is worth a look', () => {
    const graph = new Graph();
    expect(graph.set(node('a'))).toEqual([]);
    expect(graph.set(node('b', [owner('a')]))).toEqual(['uid-b']);
    expect(graph.set(node('b', [owner('a')]))).toEqual([]);
    expect(graph.set(node('a', [], 'foregroundDeletion'))).toEqual(['uid-a']);
    expect(graph.delete('uid-b')).toEqual(['uid-a']);
    expect(graph.set(node('c', [owner('a')]))).toEqual(['uid-c']);
    expect(graph.delete('uid-a')).toEqual(['uid-c']);
  });

  it('knows what keeps an object from going', () => {
    const graph = new Graph();
    graph.set(node('a'));
    graph.set(node('b', [owner('a', { blockOwnerDeletion: true })]));
    graph.set(node('c', [owner('a')]));
    expect(graph.dependentsOf('uid-a').map(({ name }) => name)).toEqual(['b', 'c']);
    expect(graph.blockersOf('uid-a').map(({ name }) => name)).toEqual(['b']);
    graph.set(node('b'));
    expect(graph.blockersOf('uid-a')).toEqual([]);
  });

  it.each([
    ['known', owner('a')],
    ['unknown', owner('x')],
    ['otherObject', owner('a', { name: 'z' })],
    ['otherObject', owner('a', { apiVersion: 'apps/v1' })],
    ['otherObject', owner('a', { kind: 'Secret' })],
  ])('calls a reference %s', (acquaintance, reference) => {
    const graph = new Graph();
    graph.set(node('a'));
    expect(graph.acquaintance(node('b', [reference]), reference)).toBe(acquaintance);
  });

  it('sees owners in other namespaces', () => {
    const graph = new Graph();
    graph.set(node('a'));
    expect(graph.acquaintance({ ...node('b'), namespace: 'other' }, owner('a'))).toBe('otherNamespace');
  });
});

describe('planOwnership', () => {
  const plan = (
    states: readonly OwnerState[],
    dependents: readonly boolean[] = [],
    finalizers: readonly string[] = [],
  ) =>
    planOwnership({
      owners: states.map((state, index) => ({ reference: owner(String(index)), state })),
      dependents: dependents.map((waitsForDependents) => ({ waitsForDependents })),
      finalizers,
    });
  const deleted = (propagation: string, unblock = false) => ({ action: 'delete', propagation, unblock });

  it.each<[string, readonly OwnerState[], readonly boolean[], readonly string[], object]>([
    ['no owners', [], [], [], { action: 'keep' }],
    ['owners that are there', ['solid', 'solid'], [], [], { action: 'keep' }],
    ['one that is gone', ['solid', 'dangling'], [], [], { action: 'disown', uids: ['uid-1'] }],
    ['one that goes in the foreground', ['waiting', 'solid'], [], [], { action: 'disown', uids: ['uid-0'] }],
    ['none that is left', ['dangling', 'dangling'], [], [], deleted('Background')],
    ['none that is left, when it orphans', ['dangling'], [], ['orphan'], deleted('Orphan')],
    ['one that waits', ['waiting'], [], [], deleted('Background')],
    ['one that waits, and dependents', ['waiting', 'dangling'], [false], [], deleted('Foreground')],
    ['a circle', ['waiting'], [false, true], [], deleted('Foreground', true)],
    ['none that is left, and dependents', ['dangling'], [false], [], deleted('Background')],
  ])('decides for %s', (_name, states, dependents, finalizers, expected) => {
    expect(plan(states, dependents, finalizers)).toEqual(expected);
  });
});
