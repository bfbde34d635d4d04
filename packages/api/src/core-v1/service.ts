import { Protocol } from './container.ts';
import { Condition } from '../meta-v1/condition.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, int32, intOrString, string } from '../schema/scalars.ts';
import { definitionsIn, dict, field, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const ServicePort = struct('ServicePort', '', {
  name: field(1, omitEmpty(string), ''),
  protocol: field(2, omitEmpty(Protocol), '', { default: 'TCP' }),
  appProtocol: field(6, optional(string), ''),
  port: field(3, int32, ''),
  targetPort: field(4, omitEmpty(intOrString), ''),
  nodePort: field(5, omitEmpty(int32), ''),
});
export type ServicePort = Infer<typeof ServicePort>;

export const ClientIPConfig = struct('ClientIPConfig', '', {
  timeoutSeconds: field(1, optional(int32), ''),
});
export type ClientIPConfig = Infer<typeof ClientIPConfig>;

export const SessionAffinityConfig = struct('SessionAffinityConfig', '', {
  clientIP: field(1, optional(ClientIPConfig), ''),
});
export type SessionAffinityConfig = Infer<typeof SessionAffinityConfig>;

export const ServiceType = oneOf('ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName');
export type ServiceType = Infer<typeof ServiceType>;

export const ServiceAffinity = oneOf('ClientIP', 'None');
export type ServiceAffinity = Infer<typeof ServiceAffinity>;

export const ServiceExternalTrafficPolicy = oneOf('Cluster', 'Local');
export type ServiceExternalTrafficPolicy = Infer<typeof ServiceExternalTrafficPolicy>;

export const IPFamily = oneOf('IPv4', 'IPv6', '');
export type IPFamily = Infer<typeof IPFamily>;

export const IPFamilyPolicy = oneOf('SingleStack', 'PreferDualStack', 'RequireDualStack');
export type IPFamilyPolicy = Infer<typeof IPFamilyPolicy>;

export const ServiceInternalTrafficPolicy = oneOf('Cluster', 'Local');
export type ServiceInternalTrafficPolicy = Infer<typeof ServiceInternalTrafficPolicy>;

export const ServiceSpec = struct('ServiceSpec', '', {
  ports: field(1, omitEmpty(list(ServicePort)), '', {
    patch: 'merge',
    mergeKey: 'port',
    mapKeys: ['port', 'protocol'],
  }),
  selector: field(2, omitEmpty(dict(string)), '', { merge: 'atomic' }),
  clusterIP: field(3, omitEmpty(string), ''),
  clusterIPs: field(18, omitEmpty(list(string)), '', { merge: 'atomic' }),
  type: field(4, omitEmpty(ServiceType), ''),
  externalIPs: field(5, omitEmpty(list(string)), '', { merge: 'atomic' }),
  sessionAffinity: field(7, omitEmpty(ServiceAffinity), ''),
  loadBalancerIP: field(8, omitEmpty(string), ''),
  loadBalancerSourceRanges: field(9, omitEmpty(list(string)), '', { merge: 'atomic' }),
  externalName: field(10, omitEmpty(string), ''),
  externalTrafficPolicy: field(11, omitEmpty(ServiceExternalTrafficPolicy), ''),
  healthCheckNodePort: field(12, omitEmpty(int32), ''),
  publishNotReadyAddresses: field(13, omitEmpty(bool), ''),
  sessionAffinityConfig: field(14, optional(SessionAffinityConfig), ''),
  ipFamilies: field(19, omitEmpty(list(IPFamily)), '', { merge: 'atomic' }),
  ipFamilyPolicy: field(17, optional(IPFamilyPolicy), ''),
  allocateLoadBalancerNodePorts: field(20, optional(bool), ''),
  loadBalancerClass: field(21, optional(string), ''),
  internalTrafficPolicy: field(22, optional(ServiceInternalTrafficPolicy), ''),
  trafficDistribution: field(23, optional(string), ''),
});
export type ServiceSpec = Infer<typeof ServiceSpec>;

export const PortStatus = struct('PortStatus', '', {
  port: field(1, int32, ''),
  protocol: field(2, Protocol, ''),
  error: field(3, optional(string), ''),
});
export type PortStatus = Infer<typeof PortStatus>;

export const LoadBalancerIPMode = oneOf('VIP', 'Proxy');
export type LoadBalancerIPMode = Infer<typeof LoadBalancerIPMode>;

export const LoadBalancerIngress = struct('LoadBalancerIngress', '', {
  ip: field(1, omitEmpty(string), ''),
  hostname: field(2, omitEmpty(string), ''),
  ipMode: field(3, optional(LoadBalancerIPMode), ''),
  ports: field(4, omitEmpty(list(PortStatus)), '', { merge: 'atomic' }),
});
export type LoadBalancerIngress = Infer<typeof LoadBalancerIngress>;

export const LoadBalancerStatus = struct('LoadBalancerStatus', '', {
  ingress: field(1, omitEmpty(list(LoadBalancerIngress)), '', { merge: 'atomic' }),
});
export type LoadBalancerStatus = Infer<typeof LoadBalancerStatus>;

export const ServiceStatus = struct('ServiceStatus', '', {
  loadBalancer: field(1, omitEmpty(LoadBalancerStatus), ''),
  conditions: field(2, omitEmpty(list(Condition)), '', { patch: 'merge', mergeKey: 'type', mapKeys: ['type'] }),
});
export type ServiceStatus = Infer<typeof ServiceStatus>;

export const Service = struct('Service', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, omitEmpty(ServiceSpec), ''),
  status: field(3, omitEmpty(ServiceStatus), ''),
});
export type Service = Infer<typeof Service>;
