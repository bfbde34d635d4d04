// A Service with endpoints, as short as a test says it.

import type { Service } from '@wherry/api/core-v1';
import type { EndpointSlice } from '@wherry/api/discovery-v1';
import type { ServedService } from './lab-cluster.ts';

export interface Ending {
  readonly ip: string;
  readonly nodeName: string;
  readonly conditions?: EndpointSlice['endpoints'][number]['conditions'];
}

export const CLUSTER_IP = '10.96.0.7';
export const NODE_PORT = 30080;

/** A Service `web`: port 80 leads to 8080, on TCP and UDP. */
export function served(endpoints: readonly Ending[], spec: Partial<Service['spec']> = {}): ServedService {
  const protocols = ['TCP', 'UDP'] as const;
  const names = protocols.map((protocol) => ({ name: protocol.toLowerCase(), protocol }));
  return {
    service: {
      metadata: { namespace: 'default', name: 'web' },
      spec: {
        clusterIPs: [CLUSTER_IP],
        ports: names.map((name) => ({ ...name, port: 80, targetPort: 8080, nodePort: NODE_PORT })),
        ...spec,
      },
      status: { loadBalancer: {} },
    },
    slices: [
      {
        metadata: { namespace: 'default', labels: { 'kubernetes.io/service-name': 'web' } },
        addressType: 'IPv4',
        ports: names.map((name) => ({ ...name, port: 8080 })),
        endpoints: endpoints.map(({ ip, nodeName, conditions = {} }) => ({ addresses: [ip], nodeName, conditions })),
      },
    ],
  };
}
