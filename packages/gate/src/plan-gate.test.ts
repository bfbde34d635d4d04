import type { Node, Service } from '@wherry/api/core-v1';
import type { EndpointSlice } from '@wherry/api/discovery-v1';
import { describe, expect, it } from 'vitest';
import { planGate, type GatePlan, type GatePort } from './plan-gate.ts';

const service = (
  name: string,
  spec: Partial<Service['spec']>,
  creationTimestamp = '2026-01-01T00:00:00Z',
): Service => ({
  metadata: { namespace: 'default', name, creationTimestamp },
  spec: { type: 'NodePort', ports: [{ port: 80, nodePort: 30080, targetPort: 80, protocol: 'TCP' }], ...spec },
  status: { loadBalancer: {} },
});
const node = (name: string, ip: string, status: 'True' | 'Unknown' = 'True'): Node => ({
  metadata: { name },
  spec: {},
  status: {
    addresses: [{ type: 'InternalIP', address: ip }],
    conditions: [{ type: 'Ready', status }],
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
const nodes = [node('b', '172.30.0.12'), node('a', '172.30.0.11'), node('paused', '172.30.0.13', 'Unknown')];
const web: GatePort = {
  protocol: 'tcp',
  port: 30080,
  nodePort: 30080,
  nodeIps: ['172.30.0.11', '172.30.0.12'],
  service: 'default/web',
};
const balancer = (name: string, nodePort: number, created: string): Service => {
  const ports = [{ port: 80, nodePort, targetPort: 80, protocol: 'TCP' as const }];
  return service(name, { type: 'LoadBalancer', ports }, created);
};

function plan(services: Service[], open: GatePort[] = [], slices: EndpointSlice[] = []): GatePlan {
  return planGate({ services, slices, nodes, open });
}
const nothing: GatePlan = { open: [], change: [], close: [], refused: [] };

describe('planGate', () => {
  it('opens a node port, to the nodes that are ready', () => {
    expect(plan([service('web', {})])).toEqual({ ...nothing, open: [web] });
  });

  it('leaves alone what is open as it should be', () => {
    expect(plan([service('web', {})], [web])).toEqual(nothing);
  });

  it('leads a port elsewhere when nodes have changed', () => {
    const before = { ...web, nodeIps: ['172.30.0.13'] };
    expect(plan([service('web', {})], [before])).toEqual({ ...nothing, change: [web] });
  });

  it('closes what nobody asks for any more', () => {
    expect(plan([service('web', { type: 'ClusterIP' })], [web])).toEqual({ ...nothing, close: [web] });
  });

  it('opens the port of a load balancer beside its node port, by way of that', () => {
    const { open } = plan([balancer('web', 31000, '2026-01-01T00:00:00Z')]);
    expect(open.map(({ port, nodePort }) => [port, nodePort])).toEqual([
      [31000, 31000],
      [80, 31000],
    ]);
  });

  it('gives a port to the older Service, and tells the other who has it', () => {
    const services = [balancer('new', 31001, '2026-02-01T00:00:00Z'), balancer('old', 31000, '2026-01-01T00:00:00Z')];
    const { open, refused } = plan(services);
    expect(open.find(({ port }) => port === 80)?.service).toBe('default/old');
    expect(refused).toEqual([{ service: 'default/new', protocol: 'tcp', port: 80, heldBy: 'default/old' }]);
  });

  it.each<[string, Partial<Service['spec']>, number]>([
    ['opens only the node port of a load balancer with a class', { loadBalancerClass: 'example.com/x' }, 1],
    ['opens nothing without node ports', { ports: [{ port: 80, targetPort: 80, protocol: 'TCP' }] }, 0],
  ])('%s', (_, spec, count) => {
    expect(plan([service('web', { type: 'LoadBalancer', ...spec })]).open).toHaveLength(count);
  });

  it('leads to the nodes with endpoints when outside traffic stays on its node', () => {
    const slice: EndpointSlice = {
      metadata: { namespace: 'default', labels: { 'kubernetes.io/service-name': 'web' } },
      addressType: 'IPv4',
      ports: [],
      endpoints: [
        { addresses: ['10.244.1.2'], nodeName: 'a', conditions: {} },
        { addresses: ['10.244.2.2'], nodeName: 'b', conditions: { ready: false } },
      ],
    };
    const { open } = plan([service('web', { externalTrafficPolicy: 'Local' })], [], [slice]);
    expect(open.map(({ nodeIps }) => nodeIps)).toEqual([['172.30.0.11']]);
  });
});
