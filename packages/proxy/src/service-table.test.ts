import type { Service } from '@wherry/api/core-v1';
import type { EndpointSlice } from '@wherry/api/discovery-v1';
import { describe, expect, it } from 'vitest';
import { planServiceTable, type TableEntry } from './service-table.ts';

const service = (spec: Partial<Service['spec']> = {}): Service => ({
  metadata: { namespace: 'default', name: 'web' },
  spec: { clusterIPs: ['10.96.0.7'], ports: [{ name: 'http', port: 80, protocol: 'TCP', targetPort: 8080 }], ...spec },
  status: { loadBalancer: {} },
});

type Endpoint = EndpointSlice['endpoints'][number];
const endpoint = (ip: string, nodeName: string, more: Partial<Endpoint> = {}): Endpoint => ({
  addresses: [ip],
  nodeName,
  conditions: {},
  ...more,
});
const slice = (endpoints: Endpoint[], port = 8080): EndpointSlice => ({
  metadata: { namespace: 'default', labels: { 'kubernetes.io/service-name': 'web' } },
  addressType: 'IPv4',
  ports: [{ name: 'http', protocol: 'TCP', port }],
  endpoints,
});

function only(services: Service[], slices: EndpointSlice[], zone?: string): TableEntry {
  const [entry] = planServiceTable({ services, slices, nodeName: 'here', ...(zone === undefined ? {} : { zone }) });
  if (entry === undefined) throw new Error('The table is empty');
  return entry;
}
const ips = (endpoints: TableEntry['internal']): string[] => endpoints.map(({ ip }) => ip);

const ended = { conditions: { ready: false, serving: false, terminating: true } };
const ending = { conditions: { ready: false, serving: true, terminating: true } };
const unready = { conditions: { ready: false, serving: true } };
const forNode = (name: string) => ({ hints: { forZones: [{ name: 'z1' }], forNodes: [{ name }] } });
const forZone = (name: string) => ({ hints: { forZones: [{ name }], forNodes: [] } });

describe('planServiceTable', () => {
  it.each<[string, Endpoint[], string[]]>([
    ['ready endpoints', [endpoint('10.1.0.2', 'b'), endpoint('10.1.0.1', 'a')], ['10.1.0.1', '10.1.0.2']],
    ['none that is not ready', [endpoint('10.1.0.1', 'a', { conditions: { ready: false } })], []],
    [
      'ready ones rather than those that end',
      [endpoint('10.1.0.1', 'a'), endpoint('10.1.0.2', 'a', ending)],
      ['10.1.0.1'],
    ],
    [
      'those that still serve when none is ready',
      [endpoint('10.1.0.1', 'a', ended), endpoint('10.1.0.2', 'a', ending)],
      ['10.1.0.2'],
    ],
    ['none that serves without being ready, or on its way out', [endpoint('10.1.0.1', 'a', unready)], []],
    [
      'an endpoint that stands in two slices once',
      [endpoint('10.1.0.1', 'a'), endpoint('10.1.0.1', 'a')],
      ['10.1.0.1'],
    ],
  ])('uses %s', (_, endpoints, expected) => {
    expect(ips(only([service()], [slice(endpoints)]).internal)).toEqual(expected);
  });

  it('joins several slices with ports of their own', () => {
    const entry = only([service()], [slice([endpoint('10.1.0.1', 'a')]), slice([endpoint('10.1.0.2', 'a')], 9090)]);
    expect(entry.internal.map(({ ip, port }) => `${ip}:${port}`)).toEqual(['10.1.0.1:8080', '10.1.0.2:9090']);
  });

  it('keeps outside traffic on the node with externalTrafficPolicy Local', () => {
    const endpoints = [endpoint('10.1.0.1', 'here'), endpoint('10.1.0.2', 'there')];
    const entry = only([service({ type: 'NodePort', externalTrafficPolicy: 'Local' })], [slice(endpoints)]);
    expect(entry).toMatchObject({ keepsSource: true, hasEndpoints: true });
    expect(ips(entry.external)).toEqual(['10.1.0.1']);
    expect(ips(entry.internal)).toEqual(['10.1.0.1', '10.1.0.2']);
    expect(entry.readyHere).toEqual(['10.1.0.1']);
  });

  it('keeps inside traffic on the node with internalTrafficPolicy Local', () => {
    const endpoints = [endpoint('10.1.0.2', 'there')];
    const entry = only([service({ internalTrafficPolicy: 'Local' })], [slice(endpoints)]);
    expect(entry).toMatchObject({ internal: [], hasEndpoints: true });
  });

  it.each([
    ['follows hints that all endpoints have', [forZone('z1'), forZone('z2')], ['10.1.0.1']],
    ['prefers hints for this node', [forNode('here'), forNode('there')], ['10.1.0.1']],
    [
      'falls back to the zone when no hint is for this node',
      [forNode('far'), forNode('there')],
      ['10.1.0.1', '10.1.0.2'],
    ],
    ['follows no hints when one endpoint has none', [forZone('z1'), {}], ['10.1.0.1', '10.1.0.2']],
    ['follows no hints when none are for this zone', [forZone('z2'), forZone('z2')], ['10.1.0.1', '10.1.0.2']],
  ])('%s', (_, hints, expected) => {
    const endpoints = hints.map((hint, index) => endpoint(`10.1.0.${index + 1}`, 'a', hint));
    expect(ips(only([service()], [slice(endpoints)], 'z1').internal)).toEqual(expected);
  });

  it.each<[string, Service]>([
    ['headless', service({ clusterIPs: ['None'] })],
    ['ExternalName', service({ type: 'ExternalName', clusterIPs: [] })],
    [
      'labeled for another proxy',
      {
        ...service(),
        metadata: { ...service().metadata, labels: { 'service.kubernetes.io/service-proxy-name': 'x' } },
      },
    ],
    [
      'labeled as headless',
      { ...service(), metadata: { ...service().metadata, labels: { 'service.kubernetes.io/headless': '' } } },
    ],
  ])('leaves a Service alone that is %s', (_, given) => {
    expect(planServiceTable({ services: [given], slices: [], nodeName: 'here' })).toEqual([]);
  });

  it.each(['service.kubernetes.io/service-proxy-name', 'service.kubernetes.io/headless'])(
    'leaves a slice alone that has the label %s',
    (label) => {
      const given = slice([endpoint('10.1.0.1', 'a')]);
      const { metadata } = given;
      const labeled = { ...given, metadata: { ...metadata, labels: { ...metadata.labels, [label]: '' } } };
      expect(ips(only([service()], [given]).internal)).toEqual(['10.1.0.1']);
      expect(ips(only([service()], [labeled]).internal)).toEqual([]);
    },
  );

  it('tells affinity, ports, and addresses from outside', () => {
    const given = service({
      type: 'LoadBalancer',
      sessionAffinity: 'ClientIP',
      sessionAffinityConfig: { clientIP: { timeoutSeconds: 60 } },
      externalIPs: ['192.0.2.1'],
      ports: [{ name: 'http', port: 80, protocol: 'UDP', nodePort: 30080, targetPort: 0 }],
    });
    given.status.loadBalancer.ingress = [
      { ip: '192.0.2.2' },
      { hostname: 'localhost' },
      { ip: '192.0.2.3', ipMode: 'Proxy' },
    ];
    expect(only([given], [])).toMatchObject({
      id: 'default/web:http',
      protocol: 'udp',
      affinity: 60,
      nodePort: 30080,
      externalIps: ['192.0.2.1'],
      balancerIps: ['192.0.2.2'],
      hasEndpoints: false,
    });
  });
});
