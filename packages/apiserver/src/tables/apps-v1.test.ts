import { describe, expect, it } from 'vitest';

import { ControllerRevisions, DaemonSets, Deployments, ReplicaSets, StatefulSets } from '@wherry/api/apps-v1';
import type { KubeObject, Resource } from '@wherry/api/resources';
import { decodeJson } from '@wherry/api/schema';
import { columnsOf } from './columns-of.ts';

const now = new Date('2026-01-01T01:00:00Z');
const metadata = { name: 'web', creationTimestamp: '2026-01-01T00:00:00Z' };
const pods = {
  selector: { matchLabels: { app: 'web' } },
  template: {
    spec: {
      nodeSelector: { disk: 'ssd' },
      containers: [
        { name: 'app', image: 'nginx' },
        { name: 'log', image: 'fluentd' },
      ],
    },
  },
};

function row(resource: Resource, json: object): Record<string, unknown> {
  const { columns, ...table } = columnsOf(resource);
  const cells = table.cells(decodeJson(resource.schema, { metadata, ...json }).value as unknown as KubeObject, now);
  expect(cells).toHaveLength(columns.length);
  return Object.fromEntries(columns.map(({ name }, index) => [name, cells[index]]));
}

const WIDE = { Age: '60m', Containers: 'app,log', Images: 'nginx,fluentd' };

describe('the tables of apps/v1', () => {
  it.each([
    [
      'a Deployment',
      Deployments,
      { spec: { ...pods, replicas: 3 }, status: { readyReplicas: 2, updatedReplicas: 3, availableReplicas: 1 } },
      { Name: 'web', Ready: '2/3', 'Up-to-date': 3, Available: 1, ...WIDE, Selector: 'app=web' },
    ],
    ['a Deployment of everything', Deployments, { spec: { ...pods, selector: {} } }, { Ready: '0/1', Selector: '' }],
    [
      'a ReplicaSet',
      ReplicaSets,
      { spec: { ...pods, replicas: 3 }, status: { replicas: 2, readyReplicas: 1 } },
      { Name: 'web', Desired: 3, Current: 2, Ready: 1, ...WIDE, Selector: 'app=web' },
    ],
    [
      'a StatefulSet',
      StatefulSets,
      { spec: { ...pods, replicas: 3 }, status: { readyReplicas: 1 } },
      { Name: 'web', Ready: '1/3', ...WIDE },
    ],
    [
      'a DaemonSet',
      DaemonSets,
      {
        spec: pods,
        status: {
          desiredNumberScheduled: 5,
          currentNumberScheduled: 4,
          numberReady: 3,
          updatedNumberScheduled: 2,
          numberAvailable: 1,
        },
      },
      {
        Name: 'web',
        Desired: 5,
        Current: 4,
        Ready: 3,
        'Up-to-date': 2,
        Available: 1,
        'Node Selector': 'disk=ssd',
        ...WIDE,
        Selector: 'app=web',
      },
    ],
    [
      'a ControllerRevision',
      ControllerRevisions,
      {
        revision: 4,
        metadata: {
          ...metadata,
          ownerReferences: [{ apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'db', uid: 'u', controller: true }],
        },
      },
      { Name: 'web', Controller: 'statefulset.apps/db', Revision: 4, Age: '60m' },
    ],
    ['a ControllerRevision of nobody', ControllerRevisions, { revision: 1 }, { Controller: '<none>' }],
  ])('show %s', (_name, resource, json, cells) => {
    expect(row(resource, json)).toMatchObject(cells);
  });

  it('keep containers, images and selector for -o wide', () => {
    const wide = columnsOf(Deployments).columns.filter(({ priority }) => priority === 1);
    expect(wide.map(({ name }) => name)).toEqual(['Containers', 'Images', 'Selector']);
  });
});
