import type { Node, Service } from '@wherry/api/core-v1';
import type { EndpointSlice } from '@wherry/api/discovery-v1';
import { describe, expect, it } from 'vitest';
import { gateTable, type GatePort, type GateTable } from './gate-table.ts';

const service = (
  name: string,
  spec: Partial<Service['spec']> = {},
  metadata: Partial<Service['metadata']> = {},
): Service => ({
  metadata: { namespace: 'default', name, creationTimestamp: '2026-01-01T00:00:00Z', ...metadata },
  spec: { type: 'NodePort', ports: [{ port: 80, nodePort: 30080, targetPort: 80, protocol: 'TCP' }], ...spec },
  status: { loadBalancer: {} },
});
const node = (name: string, ip: string, more: { ready?: 'True' | 'Unknown'; excluded?: boolean } = {}): Node => ({
  metadata: {
    name,
    ...(more.excluded ? { labels: { 'node.kubernetes.io/exclude-from-external-load-balancers': '' } } : {}),
  },
  spec: {},
  status: {
    addresses: [
      { type: 'InternalIP', address: ip },
      { type: 'InternalIP', address: 'fd00::1' },
      { type: 'Hostname', address: name },
    ],
    conditions: [{ type: 'Ready', status: more.ready ?? 'True' }],
    daemonEndpoints: { kubeletEndpoint: { Port: 0 } },
    nodeInfo: {
      machineID: '',
      systemUUID: '',
      bootID: '',
      kernelVersion: '',
      osImage: '',
      containerRuntimeVersion: '',
      kubeletVersion: '',
      kubeProxyVersion: '',
      operatingSystem: '',
      architecture: '',
    },
  },
});
const paused = node('paused', '172.30.0.13', { ready: 'Unknown' });
const nodes = [node('b', '172.30.0.12'), node('a', '172.30.0.11'), paused];
const web: GatePort = {
  protocol: 'tcp',
  port: 30080,
  service: 'default/web',
  to: ['172.30.0.11', '172.30.0.12'],
  toPort: 30080,
};
const balancer = (
  name: string,
  nodePort: number,
  more: Partial<Service['spec']> = {},
  created = '2026-01-01',
): Service =>
  service(
    name,
    { type: 'LoadBalancer', ports: [{ port: 80, nodePort, targetPort: 80, protocol: 'TCP' }], ...more },
    { creationTimestamp: `${created}T00:00:00Z` },
  );
const withoutNodePort = {
  clusterIP: '10.96.0.7',
  clusterIPs: ['fd01::7', '10.96.0.7'],
  ports: [{ port: 80, targetPort: 80, protocol: 'TCP' as const }],
};

function table(services: Service[], more: Partial<Parameters<typeof gateTable>[0]> = {}): GateTable {
  return gateTable({ services, slices: [], nodes, ...more });
}
const portOf = (key: string, services: Service[], more: Partial<Parameters<typeof gateTable>[0]> = {}) =>
  table(services, more).ports.get(key);

describe('gateTable', () => {
  it('opens a node port, to the nodes that are ready', () => {
    expect([...table([service('web')]).ports]).toEqual([['tcp/30080', web]]);
  });

  it('opens nothing for a Service that looks inwards', () => {
    expect(table([service('web', { type: 'ClusterIP' })]).ports.size).toBe(0);
  });

  it('opens the port of a load balancer beside its node port, by way of that', () => {
    const { ports } = table([balancer('web', 31000)]);
    expect([...ports.values()].map(({ port, toPort }) => [port, toPort])).toEqual([
      [31000, 31000],
      [80, 31000],
    ]);
  });

  it('takes one port for what is the same number twice', () => {
    const spec = { type: 'LoadBalancer' as const, ports: [{ port: 31000, nodePort: 31000, targetPort: 80 }] };
    expect(table([service('web', spec)])).toMatchObject({ refused: [] });
  });

  it('gives a port to the older Service, and tells the other who has it', () => {
    const { ports, refused } = table([balancer('new', 31001, {}, '2026-02-01'), balancer('old', 31000)]);
    expect(ports.get('tcp/80')?.service).toBe('default/old');
    expect(refused).toEqual([
      { service: 'default/new', key: 'tcp/80', why: 'the Service default/old of this cluster has it' },
    ]);
  });

  it('has the same number for another protocol', () => {
    const ports = [
      { name: 'dns', port: 53, nodePort: 30053, targetPort: 53, protocol: 'UDP' as const },
      { name: 'dns-tcp', port: 53, nodePort: 30053, targetPort: 53, protocol: 'TCP' as const },
    ];
    expect([...table([service('dns', { ports })]).ports.keys()]).toEqual(['udp/30053', 'tcp/30053']);
  });

  it.each<[string, Partial<Service['spec']>]>([
    ['a class', { loadBalancerClass: 'example.com/x' }],
    ['only other clients', { loadBalancerSourceRanges: ['10.0.0.0/8', '::/0'] }],
  ])('opens only the node port of a load balancer with %s', (_, spec) => {
    expect([...table([balancer('web', 31000, spec)]).ports.keys()]).toEqual(['tcp/31000']);
  });

  it.each([[['0.0.0.0/0']], [['10.0.0.0/8', '127.0.0.1/32']], [['127.0.0.0/8']]])(
    'lets in clients of this machine by the ranges %s',
    (loadBalancerSourceRanges) => {
      expect(portOf('tcp/80', [balancer('web', 31000, { loadBalancerSourceRanges })])).toBeDefined();
    },
  );

  it('says which load balancers it cannot serve', () => {
    const { refused } = table([
      balancer('shut', 31000, { loadBalancerSourceRanges: ['10.0.0.0/8'] }),
      balancer('v6', 0, { clusterIP: 'fd01::7' }),
      service('sctp', { ports: [{ port: 80, nodePort: 31002, targetPort: 80, protocol: 'SCTP' }] }),
    ]);
    expect(refused).toEqual([
      {
        service: 'default/sctp',
        key: 'sctp/31002',
        why: 'ports of the protocol SCTP cannot be led into the cluster',
      },
      {
        service: 'default/shut',
        key: 'tcp/80',
        why: 'its loadBalancerSourceRanges keep out 127.0.0.1, where its clients come from: 10.0.0.0/8',
      },
      { service: 'default/v6', key: 'tcp/80', why: 'it has neither a node port nor a cluster IP of version 4' },
    ]);
  });

  it('leads a load balancer without node ports to its cluster IP, by way of one node', () => {
    const services = [service('web', { type: 'LoadBalancer', ...withoutNodePort })];
    const port = portOf('tcp/80', services);
    expect(port).toMatchObject({ to: ['10.96.0.7'], toPort: 80, via: '172.30.0.11' });
    const before = new Map([['tcp/80', { ...web, to: ['10.96.0.7'], via: '172.30.0.12' }]]);
    expect(portOf('tcp/80', services, { before })).toMatchObject({ via: '172.30.0.12' });
    expect(portOf('tcp/80', services, { nodes: [paused] })).toMatchObject({ to: [] });
  });

  it('leaves clients with one node when they shall stay with one endpoint', () => {
    const services = [service('web', { sessionAffinity: 'ClientIP' })];
    expect(portOf('tcp/30080', services)?.to).toEqual(['172.30.0.11']);
    const before = new Map([['tcp/30080', { ...web, to: ['172.30.0.12'] }]]);
    expect(portOf('tcp/30080', services, { before })?.to).toEqual(['172.30.0.12']);
    const gone = new Map([['tcp/30080', { ...web, to: ['172.30.0.13'] }]]);
    expect(portOf('tcp/30080', services, { before: gone })?.to).toEqual(['172.30.0.11']);
  });

  it('keeps load balancers, and only them, off nodes that are excluded', () => {
    const some = [node('a', '172.30.0.11', { excluded: true }), node('b', '172.30.0.12')];
    const { ports } = table([balancer('web', 31000)], { nodes: some });
    expect(ports.get('tcp/80')?.to).toEqual(['172.30.0.12']);
    expect(ports.get('tcp/31000')?.to).toEqual(['172.30.0.11', '172.30.0.12']);
  });

  it('closes the port of a load balancer that is being deleted', () => {
    const leaving = balancer('web', 31000);
    leaving.metadata.deletionTimestamp = '2026-01-02T00:00:00Z';
    expect([...table([leaving]).ports.keys()]).toEqual(['tcp/31000']);
  });

  const endpoint = (nodeName: string, conditions: object) => ({ addresses: ['10.244.1.2'], nodeName, conditions });
  const ending = { ready: false, serving: true, terminating: true };
  it.each([
    ['has an endpoint', [endpoint('a', {}), endpoint('b', { ready: false })], ['172.30.0.11']],
    ['is ready, before those that end', [endpoint('a', ending), endpoint('b', {})], ['172.30.0.12']],
    ['has one that ends but still serves, if there is no other', [endpoint('a', ending)], ['172.30.0.11']],
    ['has any at all', [], []],
  ])('leads local traffic to the node that %s', (_, endpoints, to) => {
    const slice: EndpointSlice = {
      metadata: { namespace: 'default', labels: { 'kubernetes.io/service-name': 'web' } },
      addressType: 'IPv4',
      ports: [],
      endpoints,
    };
    const services = [service('web', { externalTrafficPolicy: 'Local' })];
    expect(portOf('tcp/30080', services, { slices: [slice] })?.to).toEqual(to);
  });
});
