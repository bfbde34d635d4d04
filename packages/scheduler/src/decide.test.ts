import { describe, expect, it } from 'vitest';
import { decide, nodesToFind } from './decide.ts';
import { defaultProfile } from './profile.ts';
import { nodeFor } from './testing/decide-for.ts';
import { clusterOf, pod } from './testing/objects.ts';

const names = (count: number) => Array.from({ length: count }, (_, i) => ({ name: `n${i}` }));

describe('decide', () => {
  it.each([
    [99, 99],
    [100, 100],
    [500, 230],
    [1000, 420],
    [5000, 500],
    [15_000, 750],
  ])('of %i nodes looks for %i that fit', (count, expected) => {
    expect(nodesToFind(count)).toBe(expected);
  });

  it('begins each search where the last one ended', () => {
    const cluster = clusterOf({ nodes: names(300) });
    const cursor = { next: 0 };
    const options = { cluster, profile: defaultProfile, cursor, random: Math.random };
    expect(decide(pod({ name: 'p' }), options)).toMatchObject({ feasible: 144 });
    expect(cursor.next).toBe(144);
    decide(pod({ name: 'q' }), options);
    decide(pod({ name: 'r' }), options);
    expect(cursor.next).toBe(132);
  });

  it('goes to the node on which room was made, though another is better', () => {
    const cluster = clusterOf({ nodes: names(2), pods: [{ name: 'x', on: 'n0', requests: { cpu: '1' } }] });
    expect(nodeFor(pod({ name: 'p' }), cluster)).toBe('n1');
    expect(nodeFor(pod({ name: 'p', status: { nominatedNodeName: 'n0' } }), cluster)).toBe('n0');
    expect(nodeFor(pod({ name: 'p', requests: { cpu: '4' }, status: { nominatedNodeName: 'n0' } }), cluster)).toBe(
      'n1',
    );
  });

  it('counts a pod from the moment it is promised a node until the promise is taken back', () => {
    const cluster = clusterOf({ nodes: names(1) });
    const big = pod({ name: 'big', requests: { cpu: '4' } });
    const other = pod({ name: 'other', requests: { cpu: '1' } });
    cluster.assume(big, 'n0');
    expect(nodeFor(other, cluster)).toContain('Insufficient cpu');
    cluster.forget(big.uid);
    expect(nodeFor(other, cluster)).toBe('n0');
    cluster.assume(big, 'n0');
    cluster.setPod(pod({ name: 'big', on: 'n0', requests: { cpu: '4' } }));
    cluster.forget(big.uid);
    expect(nodeFor(other, cluster)).toContain('Insufficient cpu');
  });

  it('finds the pods of a node again that comes back', () => {
    const cluster = clusterOf({ nodes: names(1), pods: [{ name: 'x', on: 'n0', requests: { cpu: '4' } }] });
    const node = cluster.node('n0')?.node;
    cluster.removeNode('n0');
    expect(nodeFor(pod({ name: 'p' }), cluster)).toBe('0/0 nodes are available:');
    if (node !== undefined) cluster.setNode(node);
    expect(nodeFor(pod({ name: 'p', requests: { cpu: '1' } }), cluster)).toContain('Insufficient cpu');
  });

  it('takes nodes of all zones in turn', () => {
    const zone = (name: string, value: string) => ({ name, labels: { 'topology.kubernetes.io/zone': value } });
    const cluster = clusterOf({
      nodes: [zone('a1', 'a'), zone('a2', 'a'), zone('b1', 'b'), zone('b2', 'b'), zone('c1', 'c')],
    });
    expect(cluster.nodes.map(({ name }) => name)).toEqual(['a1', 'b1', 'c1', 'a2', 'b2']);
  });
});
