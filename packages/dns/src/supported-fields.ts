/** What the cluster's DNS does with the fields of Services and their endpoints. */
import { ServicePort, ServiceSpec } from '@wherry/api/core-v1';
import { EndpointSlice } from '@wherry/api/discovery-v1';
import { supports, type SupportedFields } from '@wherry/api/resources';

export const supportedFields: readonly SupportedFields[] = [
  supports(ServiceSpec, { enforced: ['ports', 'clusterIPs', 'type', 'externalName'] }),
  supports(ServicePort, { enforced: ['name', 'port', 'protocol'] }),
  supports(EndpointSlice, { enforced: ['addressType', 'endpoints', 'ports'] }),
];
