import { describe, expect, it } from 'vitest';
import { clusterOf, pod, type ClusterWords, type NodeWords, type PodWords } from '../testing/objects.ts';
import { nodeFor } from '../testing/decide-for.ts';

type Case = [what: string, pod: Omit<PodWords, 'name'>, cluster: Partial<ClusterWords>, expected: string];

const one: NodeWords[] = [{ name: 'n1' }];
const taint = { key: 'k', value: 'v', effect: 'NoSchedule' as const };
const toleration = (words: object) => ({ spec: { tolerations: [words] } });
const affinity = (nodeSelectorTerms: object[]) => ({
  spec: { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } } },
});
const port = (hostPort: number, more: object = {}) => ({
  spec: { containers: [{ name: 'a', image: 'a', ports: [{ containerPort: 1, hostPort, ...more }] }] },
});

describe('filters', () => {
  it.each<Case>([
    [
      'NodeName lets nothing but the named node pass',
      { spec: { nodeName: 'n2' } },
      {},
      "0/1 nodes are available: 1 node(s) didn't match the requested node name.",
    ],
    [
      'NodeUnschedulable refuses a cordoned node',
      {},
      { nodes: [{ name: 'n1', unschedulable: true }] },
      '0/1 nodes are available: 1 node(s) were unschedulable.',
    ],
    [
      'NodeUnschedulable lets those pass that bear it',
      toleration({ key: 'node.kubernetes.io/unschedulable', operator: 'Exists' }),
      { nodes: [{ name: 'n1', unschedulable: true }] },
      'n1',
    ],
    [
      'TaintToleration refuses',
      {},
      { nodes: [{ name: 'n1', taints: [taint] }] },
      '0/1 nodes are available: 1 node(s) had untolerated taint(s).',
    ],
    [
      'TaintToleration does not mind a mere preference',
      {},
      { nodes: [{ name: 'n1', taints: [{ ...taint, effect: 'PreferNoSchedule' }] }] },
      'n1',
    ],
    [
      'TaintToleration sees the same value',
      toleration({ key: 'k', operator: 'Equal', value: 'v' }),
      { nodes: [{ name: 'n1', taints: [taint] }] },
      'n1',
    ],
    [
      'TaintToleration sees another value',
      toleration({ key: 'k', value: 'w' }),
      { nodes: [{ name: 'n1', taints: [taint] }] },
      '0/1 nodes are available: 1 node(s) had untolerated taint(s).',
    ],
    [
      'TaintToleration sees another effect',
      toleration({ operator: 'Exists', effect: 'NoExecute' }),
      { nodes: [{ name: 'n1', taints: [taint] }] },
      '0/1 nodes are available: 1 node(s) had untolerated taint(s).',
    ],
    [
      'TaintToleration lets the one pass that bears everything',
      toleration({ operator: 'Exists' }),
      { nodes: [{ name: 'n1', taints: [taint] }] },
      'n1',
    ],
    [
      'NodeAffinity heeds nodeSelector',
      { spec: { nodeSelector: { disk: 'ssd' } } },
      {},
      "0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector.",
    ],
    [
      'NodeAffinity finds the labelled node',
      { spec: { nodeSelector: { disk: 'ssd' } } },
      { nodes: [...one, { name: 'n2', labels: { disk: 'ssd' } }] },
      'n2',
    ],
    [
      'NodeAffinity takes any of the terms',
      affinity([
        { matchExpressions: [{ key: 'a', operator: 'Exists' }] },
        { matchExpressions: [{ key: 'gen', operator: 'Gt', values: ['3'] }] },
      ]),
      {
        nodes: [
          { name: 'n1', labels: { gen: '3' } },
          { name: 'n2', labels: { gen: '4' } },
        ],
      },
      'n2',
    ],
    [
      'NodeAffinity takes an empty term for none',
      affinity([{}]),
      {},
      "0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector.",
    ],
    [
      'NodeAffinity finds a node by name',
      affinity([{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['n2'] }] }]),
      { nodes: [...one, { name: 'n2' }] },
      'n2',
    ],
    [
      'NodeAffinity looks only at nodes that are named',
      affinity([{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['gone'] }] }]),
      { nodes: [...one, { name: 'n2' }] },
      "0/2 nodes are available: 2 node(s) didn't satisfy plugin(s) [NodeAffinity].",
    ],
    [
      'NodeAffinity knows when names exclude each other',
      affinity([
        {
          matchFields: [
            { key: 'metadata.name', operator: 'In', values: ['n1'] },
            { key: 'metadata.name', operator: 'In', values: ['n2'] },
          ],
        },
      ]),
      {},
      '0/1 nodes are available: pod affinity terms conflict.',
    ],
    [
      'NodePorts refuses a port that is taken',
      port(80),
      { pods: [{ name: 'x', on: 'n1', ...port(80) }] },
      "0/1 nodes are available: 1 node(s) didn't have free ports for the requested pod ports.",
    ],
    [
      'NodePorts knows protocols apart',
      port(80),
      { pods: [{ name: 'x', on: 'n1', ...port(80, { protocol: 'UDP' }) }] },
      'n1',
    ],
    [
      'NodePorts knows addresses apart',
      port(80, { hostIP: '10.0.0.1' }),
      { pods: [{ name: 'x', on: 'n1', ...port(80, { hostIP: '10.0.0.2' }) }] },
      'n1',
    ],
    [
      'NodePorts takes no address for all of them',
      port(80, { hostIP: '10.0.0.1' }),
      { pods: [{ name: 'x', on: 'n1', ...port(80) }] },
      "0/1 nodes are available: 1 node(s) didn't have free ports for the requested pod ports.",
    ],
    [
      'NodeResourcesFit takes what is left',
      { requests: { cpu: '1' } },
      { pods: [{ name: 'x', on: 'n1', requests: { cpu: '3' } }] },
      'n1',
    ],
    [
      'NodeResourcesFit refuses what is not',
      { requests: { cpu: '1001m' } },
      { pods: [{ name: 'x', on: 'n1', requests: { cpu: '3' } }] },
      '0/1 nodes are available: 1 Insufficient cpu.',
    ],
    [
      'NodeResourcesFit names everything that is short',
      {
        requests: {
          cpu: '9',
          memory: '9Gi',
          'ephemeral-storage': '200Gi',
          'example.com/gpu': '1',
          'hugepages-2Mi': '2Mi',
        },
      },
      {},
      '0/1 nodes are available: 1 Insufficient cpu, 1 Insufficient ephemeral-storage, 1 Insufficient example.com/gpu, 1 Insufficient hugepages-2Mi, 1 Insufficient memory.',
    ],
    [
      'NodeResourcesFit counts pods',
      {},
      { nodes: [{ name: 'n1', allocatable: { pods: '1' } }], pods: [{ name: 'x', on: 'n1' }] },
      '0/1 nodes are available: 1 Too many pods.',
    ],
    [
      'NodeResourcesFit does not mind what is not asked for',
      {},
      { nodes: [{ name: 'n1', allocatable: { cpu: '1' } }], pods: [{ name: 'x', on: 'n1', requests: { cpu: '2' } }] },
      'n1',
    ],
    [
      'NodeResourcesFit finds extended resources',
      { requests: { 'example.com/gpu': '2' } },
      { nodes: [...one, { name: 'n2', allocatable: { 'example.com/gpu': '2' } }] },
      'n2',
    ],
    [
      'DynamicResources says that devices are not allocated',
      { spec: { resourceClaims: [{ name: 'gpu', resourceClaimName: 'c' }] } },
      {},
      '0/1 nodes are available: pod has resource claims, and this scheduler does not allocate devices.',
    ],
  ])('%s', (_what, words, cluster, expected) => {
    expect(nodeFor(pod({ name: 'p', ...words }), clusterOf({ nodes: one, ...cluster }))).toBe(expected);
  });

  it('say together, in order, why none of the nodes will do', () => {
    const cluster = clusterOf({
      nodes: [
        { name: 'n1', taints: [taint] },
        { name: 'n2', taints: [taint] },
        { name: 'n3', allocatable: { cpu: '1' } },
      ],
    });
    expect(nodeFor(pod({ name: 'p', requests: { cpu: '2' } }), cluster)).toBe(
      '0/3 nodes are available: 1 Insufficient cpu, 2 node(s) had untolerated taint(s).',
    );
  });
});
