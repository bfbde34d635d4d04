/** What the gate does with the fields of Services. */
import { ServicePort, ServiceSpec } from '@wherry/api/core-v1';
import { supports, type SupportedFields } from '@wherry/api/resources';

export const supportedFields: readonly SupportedFields[] = [
  supports(ServiceSpec, {
    enforced: [
      'ports',
      'type',
      'clusterIP',
      'sessionAffinity',
      'externalTrafficPolicy',
      'loadBalancerClass',
      'loadBalancerSourceRanges',
    ],
  }),
  supports(ServicePort, {
    enforced: ['port', 'nodePort'],
    partly: { protocol: '`SCTP` not on 127.0.0.1: event PortRefused' },
  }),
];
