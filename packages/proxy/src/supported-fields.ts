/** What the proxy does with the fields of Services, of their endpoints and of nodes. */
import { NodeSpec, ServicePort, ServiceSpec } from '@wherry/api/core-v1';
import { EndpointSlice } from '@wherry/api/discovery-v1';
import { supports, type SupportedFields } from '@wherry/api/resources';

export const supportedFields: readonly SupportedFields[] = [
  supports(ServiceSpec, {
    enforced: [
      'ports',
      'clusterIPs',
      'type',
      'externalIPs',
      'sessionAffinity',
      'sessionAffinityConfig',
      'externalTrafficPolicy',
      'internalTrafficPolicy',
      'healthCheckNodePort',
    ],
    partly: { loadBalancerSourceRanges: 'on this machine only ranges that hold 127.0.0.1 let anybody in' },
  }),
  supports(ServicePort, {
    enforced: ['name', 'port', 'nodePort'],
    partly: { protocol: '`SCTP` not with `--proxy-mode=userspace`' },
  }),
  supports(EndpointSlice, { enforced: ['addressType', 'endpoints', 'ports'] }),
  supports(NodeSpec, { enforced: ['podCIDRs'] }),
];
