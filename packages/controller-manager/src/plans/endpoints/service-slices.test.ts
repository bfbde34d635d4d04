import { describe, expect, it } from 'vitest';
import type { Pod, Service } from '@wherry/api/core-v1';
import { newNode } from '../../testing/new-node.ts';
import { planServiceSlices } from './service-slices.ts';
import { newPod, newService } from './testing/new-objects.ts';

const nodes = new Map(
  [newNode({ name: 'node-1', labels: { 'topology.kubernetes.io/zone': 'zone-a' } }), newNode({ name: 'node-2' })].map(
    (node) => [node.metadata.name, node],
  ),
);

function plan(service: Service, pods: readonly Pod[]) {
  return planServiceSlices({ service, pods, nodeOf: (name) => nodes.get(name), slices: [] });
}
const endpointsOf = (service: Service, pods: readonly Pod[]) =>
  plan(service, pods).create.flatMap(({ endpoints }) => endpoints);

describe('planServiceSlices', () => {
  it('makes an endpoint of a pod', () => {
    expect(
      plan(newService({}, { labels: { tier: 'front', 'kubernetes.io/service-name': 'no' } }), [newPod('a')]),
    ).toEqual({
      labels: {
        tier: 'front',
        'kubernetes.io/service-name': 'web',
        'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
      },
      problems: [],
      create: [
        {
          addressType: 'IPv4',
          ports: [{ name: '', port: 8080, protocol: 'TCP' }],
          endpoints: [
            {
              addresses: ['10.244.1.1'],
              conditions: { ready: true, serving: true, terminating: false },
              targetRef: { kind: 'Pod', namespace: 'default', name: 'a', uid: 'uid-a' },
              nodeName: 'node-1',
              zone: 'zone-a',
            },
          ],
        },
      ],
      update: [],
      delete: [],
    });
  });

  it.each([
    ['ready', {}, {}, { ready: true, serving: true, terminating: false }],
    ['not ready', { ready: false }, {}, { ready: false, serving: false, terminating: false }],
    ['ready and terminating', { terminating: true }, {}, { ready: false, serving: true, terminating: true }],
    [
      'not ready but published',
      { ready: false },
      { publishNotReadyAddresses: true },
      { ready: true, serving: false, terminating: false },
    ],
  ])('says what a pod is that is %s', (_name, traits, spec, conditions) => {
    expect(endpointsOf(newService(spec), [newPod('a', traits)])[0]?.conditions).toEqual(conditions);
  });

  it.each([
    ['pods that have ended', newPod('a', { phase: 'Succeeded' })],
    ['pods without an address', newPod('a', { ips: [] })],
    ['pods of another family', newPod('a', { ips: ['fd00::1'] })],
  ])('leaves out %s', (_name, pod) => {
    expect(endpointsOf(newService(), [pod])).toEqual([]);
  });

  it('leaves out pods on unknown nodes, and says so, unless they are published anyway', () => {
    const pod = newPod('a', { spec: { nodeName: 'nowhere' } });
    const { create, problems } = plan(newService(), [pod]);
    expect(create.flatMap(({ endpoints }) => endpoints)).toEqual([]);
    expect(problems).toEqual(['skipping Pod a for Service default/web: Node nowhere Not Found']);
    expect(endpointsOf(newService({ publishNotReadyAddresses: true }), [pod])).toHaveLength(1);
  });

  it('finds named ports, pod by pod', () => {
    const service = newService({ ports: [{ name: 'http', port: 80, targetPort: 'web' }] });
    const withPort = (containerPort: number) => ({
      spec: { containers: [{ name: 'c', resources: {}, ports: [{ name: 'web', containerPort }] }] },
    });
    const pods = [newPod('a', withPort(8080)), newPod('b', withPort(9090)), newPod('c')];
    expect(plan(service, pods).create.map(({ ports, endpoints }) => [ports[0]?.port, endpoints.length])).toEqual([
      [8080, 1],
      [9090, 1],
      [undefined, 1],
    ]);
  });

  it('makes slices of both families', () => {
    const service = newService({ ipFamilies: ['IPv4', 'IPv6'] });
    const pods = [newPod('a', { ips: ['10.244.1.1', 'fd00::1'] })];
    expect(
      plan(service, pods).create.map(({ addressType, endpoints }) => [addressType, endpoints[0]?.addresses]),
    ).toEqual([
      ['IPv4', ['10.244.1.1']],
      ['IPv6', ['fd00::1']],
    ]);
  });

  it('knows headless Services: their label, their pods by host name, and no ports', () => {
    const service = newService({ clusterIP: 'None', ports: [] });
    const pod = newPod('a', { spec: { hostname: 'first', subdomain: 'web', nodeName: 'node-1' } });
    const { create, labels } = plan(service, [pod]);
    expect(labels['service.kubernetes.io/headless']).toBe('');
    expect(create[0]?.ports).toEqual([]);
    expect(create[0]?.endpoints[0]?.hostname).toBe('first');
  });

  it.each([
    ['PreferSameZone', { forZones: [{ name: 'zone-a' }] }],
    ['PreferClose', { forZones: [{ name: 'zone-a' }] }],
    ['PreferSameNode', { forZones: [{ name: 'zone-a' }], forNodes: [{ name: 'node-1' }] }],
    [undefined, undefined],
  ])('hints at who should use an endpoint for %s', (trafficDistribution, hints) => {
    const spec = trafficDistribution === undefined ? {} : { trafficDistribution };
    expect(endpointsOf(newService(spec), [newPod('a')])[0]?.hints).toEqual(hints);
  });
});
