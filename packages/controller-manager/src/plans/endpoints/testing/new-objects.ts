/** Services, pods and slices as planners see them, with what a test says of them. */
import type { Pod, Service } from '@wherry/api/core-v1';
import type { EndpointSlice } from '@wherry/api/discovery-v1';
import type { SliceContent } from '../pack-slices.ts';

export function newService(spec: Partial<Service['spec']> = {}, metadata: Partial<Service['metadata']> = {}): Service {
  const ports = [{ port: 80, targetPort: 8080, protocol: 'TCP' as const }];
  const { clusterIP = '10.96.0.5' } = spec;
  return {
    metadata: { namespace: 'default', name: 'web', uid: 's', ...metadata },
    spec: { selector: { app: 'web' }, ports, clusterIP, clusterIPs: [clusterIP], ipFamilies: ['IPv4'], ...spec },
    status: { loadBalancer: {} },
  };
}

export interface PodTraits {
  readonly ips?: readonly string[];
  readonly ready?: boolean;
  readonly terminating?: boolean;
  readonly phase?: Pod['status']['phase'];
  readonly spec?: Partial<Pod['spec']>;
}

export function newPod(name: string, traits: PodTraits = {}): Pod {
  const { ips = ['10.244.1.1'], ready = true, terminating = false, phase = 'Running', spec } = traits;
  const deletion = terminating ? { deletionTimestamp: '2026-01-01T00:00:00Z' } : {};
  return {
    metadata: { namespace: 'default', name, uid: `uid-${name}`, labels: { app: 'web' }, ...deletion },
    spec: { containers: [{ name: 'c', resources: {} }], nodeName: 'node-1', ...spec },
    status: {
      phase,
      podIPs: ips.map((ip) => ({ ip })),
      conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }],
    },
  };
}

export function sliceOf(name: string, content: SliceContent, labels: Record<string, string> = {}): EndpointSlice {
  const { addressType, ports, endpoints } = content;
  return { metadata: { name, labels }, addressType, ports: [...ports], endpoints: [...endpoints] };
}
