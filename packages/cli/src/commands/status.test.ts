import { describe, expect, it } from 'vitest';
import type { Node, Pod } from '@wherry/api/core-v1';
import type { ClusterContainer } from '../docker/containers.ts';
import { describeStatus, type World } from './status.ts';

const container = (service: string, state = 'running', status = 'Up 3 minutes'): ClusterContainer => ({
  id: service,
  name: `wherry-${service}`,
  state,
  status,
  service,
});
const containers = [container('control-plane'), container('etcd'), { ...container(''), name: 'wherry_kubia' }];
const node = (name: string, ready: string): Node =>
  ({ metadata: { name }, spec: {}, status: { conditions: [{ type: 'Ready', status: ready }] } }) as unknown as Node;
const pod = (phase: string): Pod => ({ metadata: {}, status: { phase } }) as unknown as Pod;
const world: World = {
  server: 'https://127.0.0.1:6443',
  nodes: [node('node-1', 'True'), node('node-2', 'True')],
  pods: [pod('Running'), pod('Running'), pod('Pending')],
};

describe('describeStatus()', () => {
  it('tells what there is of a cluster that is well', () => {
    expect(describeStatus('wherry', { containers, world })).toEqual({
      isWell: true,
      lines: [
        'The cluster wherry: 2 of 2 machines and processes run',
        '  API:   https://127.0.0.1:6443',
        '  Nodes: 2 of 2 ready',
        '  Pods:  2 Running, 1 Pending',
      ],
    });
  });

  it.each([
    ['no cluster', [], undefined, 'There is no cluster wherry; to start it: npm start'],
    [
      'a stopped one',
      [container('etcd', 'exited')],
      undefined,
      'The cluster wherry is stopped; to start it: npm start',
    ],
    ['a silent API', containers, undefined, '  The API does not answer'],
    [
      'a process that does not run',
      [...containers, container('scheduler', 'restarting', 'Restarting (1) 3 seconds ago')],
      world,
      '  wherry-scheduler: Restarting (1) 3 seconds ago',
    ],
    [
      'a node that is not ready',
      containers,
      { ...world, nodes: [node('node-1', 'True'), node('node-2', 'Unknown')] },
      '  Nodes: 1 of 2 ready; not node-2',
    ],
  ])('tells of %s', (_name, found, answer, line) => {
    const { lines, isWell } = describeStatus('wherry', { containers: found, world: answer });
    expect(isWell).toBe(false);
    expect(lines).toContain(line);
  });
});
