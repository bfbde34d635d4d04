import { Event as CoreEvent, type Service } from '@wherry/api/core-v1';
import { Events } from '@wherry/api/events-v1';
import { resourceTable, type Resource } from '@wherry/api/resources';
import { decodeJson } from '@wherry/api/schema';
import { describe, expect, it } from 'vitest';

import { tables as coordinationV1 } from './coordination-v1.ts';
import { tables as coreV1 } from './core-v1.ts';
import { tables as discoveryV1 } from './discovery-v1.ts';
import { tables as eventsV1 } from './events-v1.ts';
import type { Cell } from './table-columns.ts';

const NOW = new Date('2026-01-01T01:00:00Z');
const tables = [...coreV1, ...discoveryV1, ...coordinationV1];
const metadata = { name: 'x', creationTimestamp: '2026-01-01T00:00:00Z' };

function rowOf(kind: string): Resource {
  const row = resourceTable.find((resource) => resource.kind === kind && resource.view === undefined);
  if (row === undefined) throw new Error(`no resource of kind ${kind}`);
  return row;
}

/** The cells of a kind under the names of their columns. */
function show(kind: string, json: object): Record<string, Cell | undefined> {
  const resource = rowOf(kind);
  const table = tables.find((entry) => entry.resource === resource)?.table;
  const object = decodeJson(resource.schema, { metadata, ...json }).value as Service;
  const cells = table?.cells(object, NOW) ?? [];
  expect(cells).toHaveLength(table?.columns.length ?? -1);
  return Object.fromEntries((table?.columns ?? []).map(({ name }, index) => [name, cells[index]]));
}

describe('the table of', () => {
  it.each<[string, string, object, Record<string, Cell>]>([
    [
      'a Service inside',
      'Service',
      {
        spec: {
          clusterIPs: ['10.0.0.1'],
          ports: [{ port: 80 }, { port: 53, protocol: 'UDP' }],
          selector: { app: 'web' },
        },
      },
      {
        Name: 'x',
        Type: 'ClusterIP',
        'Cluster-IP': '10.0.0.1',
        'External-IP': '<none>',
        'Port(s)': '80/TCP,53/UDP',
        Age: '60m',
        Selector: 'app=web',
      },
    ],
    [
      'a Service with a balancer',
      'Service',
      {
        spec: { type: 'LoadBalancer', ports: [{ port: 80, nodePort: 30080 }], externalIPs: ['1.1.1.1'] },
        status: { loadBalancer: { ingress: [{ hostname: 'b.example.com' }, { ip: '9.9.9.9' }] } },
      },
      { 'Cluster-IP': '<none>', 'External-IP': '9.9.9.9,b.example.com,1.1.1.1', 'Port(s)': '80:30080/TCP' },
    ],
    [
      'a Service whose balancer is not there yet',
      'Service',
      { spec: { type: 'LoadBalancer' } },
      { 'External-IP': '<pending>', 'Port(s)': '<none>' },
    ],
    [
      'a name for another place',
      'Service',
      { spec: { type: 'ExternalName', externalName: 'a.b' } },
      { 'External-IP': 'a.b' },
    ],
    [
      'a cordoned Node',
      'Node',
      {
        metadata: { ...metadata, labels: { 'node-role.kubernetes.io/worker': '', 'kubernetes.io/role': 'edge' } },
        spec: { unschedulable: true },
        status: {
          conditions: [{ type: 'Ready', status: 'Unknown' }],
          addresses: [{ type: 'InternalIP', address: '172.30.0.11' }],
          nodeInfo: { kubeletVersion: 'v1.35.0' },
        },
      },
      {
        Status: 'NotReady,SchedulingDisabled',
        Roles: 'edge,worker',
        Version: 'v1.35.0',
        'Internal-IP': '172.30.0.11',
        'External-IP': '<none>',
        'OS-Image': '<unknown>',
      },
    ],
    ['a Node that said nothing yet', 'Node', {}, { Status: 'Unknown', Roles: '<none>' }],
    [
      'Endpoints with many addresses',
      'Endpoints',
      { subsets: [{ addresses: [{ ip: '10.0.0.1' }, { ip: 'fd00::1' }], ports: [{ port: 80 }, { port: 81 }] }] },
      { Endpoints: '10.0.0.1:80,[fd00::1]:80,10.0.0.1:81 + 1 more...' },
    ],
    ['Endpoints of nothing', 'Endpoints', {}, { Endpoints: '<none>' }],
    [
      'an EndpointSlice',
      'EndpointSlice',
      { addressType: 'IPv4', ports: [{ port: 80 }, { name: 'any' }], endpoints: [] },
      { AddressType: 'IPv4', Ports: '80,any', Endpoints: '<unset>' },
    ],
    [
      'a PersistentVolume that is bound',
      'PersistentVolume',
      {
        spec: {
          capacity: { storage: '1Gi' },
          accessModes: ['ReadWriteMany', 'ReadWriteOnce'],
          claimRef: { namespace: 'a', name: 'b' },
          storageClassName: 'fast',
        },
        status: { phase: 'Bound' },
      },
      {
        Capacity: '1Gi',
        'Access Modes': 'RWO,RWX',
        'Reclaim Policy': 'Retain',
        Status: 'Bound',
        Claim: 'a/b',
        StorageClass: 'fast',
        VolumeAttributesClass: '<unset>',
        VolumeMode: 'Filesystem',
      },
    ],
    [
      'a claim that waits',
      'PersistentVolumeClaim',
      { status: { capacity: { storage: '1Gi' } } },
      { Status: 'Pending', Volume: '', Capacity: '', 'Access Modes': '' },
    ],
    [
      'a claim that is being deleted',
      'PersistentVolumeClaim',
      { metadata: { ...metadata, deletionTimestamp: metadata.creationTimestamp }, spec: { volumeName: 'pv' } },
      { Status: 'Terminating', Volume: 'pv', Capacity: '0' },
    ],
    [
      'a quota',
      'ResourceQuota',
      { status: { hard: { pods: '5', 'limits.cpu': '2', 'requests.cpu': '1' }, used: { pods: '3' } } },
      { Request: 'pods: 3/5, requests.cpu: 0/1', Limit: 'limits.cpu: 0/2' },
    ],
    ['a ConfigMap', 'ConfigMap', { data: { a: '' }, binaryData: { b: '' } }, { Data: 2 }],
    ['a Secret', 'Secret', { data: { a: '' } }, { Type: 'Opaque', Data: 1 }],
    ['a ServiceAccount', 'ServiceAccount', {}, { Secrets: 0 }],
    ['a Namespace', 'Namespace', {}, { Status: 'Active' }],
    [
      'a ReplicationController',
      'ReplicationController',
      { spec: { replicas: 3, selector: { a: 'b' }, template: { spec: { containers: [{ name: 'c', image: 'd' }] } } } },
      { Desired: 3, Current: 0, Ready: 0, Containers: 'c', Images: 'd', Selector: 'a=b' },
    ],
    ['a Lease', 'Lease', { spec: { holderIdentity: 'me' } }, { Holder: 'me' }],
    [
      'a component that is not well',
      'ComponentStatus',
      { conditions: [{ type: 'Healthy', status: 'False', message: 'm' }] },
      { Status: 'Unhealthy', Message: 'm', Error: '' },
    ],
    [
      'an Event of an older client',
      'Event',
      {
        involvedObject: { kind: 'Pod', name: 'web', fieldPath: 'spec.containers{a}' },
        message: ' pulled\n',
        source: { component: 'kubelet', host: 'node-1' },
        firstTimestamp: '2026-01-01T00:00:00Z',
        lastTimestamp: '2026-01-01T00:59:50Z',
        count: 4,
      },
      {
        'Last Seen': '10s',
        Object: 'pod/web',
        Subobject: 'spec.containers{a}',
        Source: 'kubelet, node-1',
        Message: 'pulled',
        'First Seen': '60m',
        Count: 4,
      },
    ],
    [
      'an Event of a newer client',
      'Event',
      {
        involvedObject: { kind: 'Node' },
        eventTime: '2026-01-01T00:58:00.000000Z',
        series: { count: 7, lastObservedTime: '2026-01-01T00:59:59.000000Z' },
        reportingComponent: 'scheduler',
      },
      { 'Last Seen': '1s', Object: 'node', Source: 'scheduler', 'First Seen': '2m', Count: 7 },
    ],
  ])('%s', (_name, kind, json, cells) => {
    expect(show(kind, json)).toMatchObject(cells);
  });

  it('an Event is the same in both views', () => {
    const stored = decodeJson(CoreEvent, { metadata, message: 'm', type: 'Normal' }).value;
    const view = eventsV1[0];
    const seen = view?.table.cells(Events.view?.fromStored(stored) ?? stored, NOW);
    expect(seen).toEqual(tables.find(({ resource }) => resource.kind === 'Event')?.table.cells(stored, NOW));
  });
});
