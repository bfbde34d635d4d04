/** A Service: one stable name and address in front of pods that come and go. */
import { Protocol } from './container.ts';
import { Condition } from '../meta-v1/condition.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, int32, intOrString, string } from '../schema/scalars.ts';
import { definitionsIn, dict, field, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const ServicePort = struct('ServicePort', 'A port that a Service answers on, and where its traffic goes.', {
  name: field(1, omitEmpty(string), 'Name of the port, a DNS label. Required when there is more than one port.'),
  protocol: field(2, omitEmpty(Protocol), 'Transport protocol. TCP when not given.', { default: 'TCP' }),
  appProtocol: field(6, optional(string), 'Hint at the application protocol, such as http or kubernetes.io/h2c.'),
  port: field(3, int32, 'Port number that clients connect to, 1 to 65535.'),
  targetPort: field(4, omitEmpty(intOrString), "Number or name of the pods' port. Same as port when not given."),
  nodePort: field(5, omitEmpty(int32), 'Port on every node, for NodePort and LoadBalancer. Chosen when not given.'),
});
export type ServicePort = Infer<typeof ServicePort>;

export const ClientIPConfig = struct('ClientIPConfig', 'How long a client stays with the same pod.', {
  timeoutSeconds: field(
    1,
    optional(int32),
    'Seconds without traffic after which a client is forgotten. 10800 if absent.',
  ),
});
export type ClientIPConfig = Infer<typeof ClientIPConfig>;

export const SessionAffinityConfig = struct('SessionAffinityConfig', 'Settings of session affinity.', {
  clientIP: field(1, optional(ClientIPConfig), 'Settings of affinity by client address.'),
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

export const ServiceSpec = struct('ServiceSpec', 'What a Service should be: its ports, its pods and how to reach it.', {
  ports: field(1, omitEmpty(list(ServicePort)), 'Ports that the Service answers on.', {
    patch: 'merge',
    mergeKey: 'port',
    mapKeys: ['port', 'protocol'],
  }),
  selector: field(
    2,
    omitEmpty(dict(string)),
    'Labels of the pods behind it. When empty, endpoints are made by others.',
    {
      merge: 'atomic',
    },
  ),
  clusterIP: field(
    3,
    omitEmpty(string),
    'Address in the cluster. Chosen when not given; None makes it headless. Fixed.',
  ),
  clusterIPs: field(
    18,
    omitEmpty(list(string)),
    'Addresses in the cluster, one per IP family; the first is clusterIP.',
    {
      merge: 'atomic',
    },
  ),
  type: field(4, omitEmpty(ServiceType), 'From where it can be reached. ClusterIP when not given.', {
    default: 'ClusterIP',
  }),
  externalIPs: field(
    5,
    omitEmpty(list(string)),
    'Further addresses that nodes accept traffic for; routing is up to you.',
    {
      merge: 'atomic',
    },
  ),
  sessionAffinity: field(7, omitEmpty(ServiceAffinity), 'ClientIP keeps a client with one pod. None when not given.', {
    default: 'None',
  }),
  loadBalancerIP: field(8, omitEmpty(string), 'Deprecated: the address to ask of a load balancer, if it lets one ask.'),
  loadBalancerSourceRanges: field(9, omitEmpty(list(string)), 'Blocks of client addresses that the balancer lets in.', {
    merge: 'atomic',
  }),
  externalName: field(10, omitEmpty(string), 'For type ExternalName: the host name that DNS answers with (CNAME).'),
  externalTrafficPolicy: field(
    11,
    omitEmpty(ServiceExternalTrafficPolicy),
    'Local keeps outside traffic on the node it came to, and its source address. Cluster when absent.',
  ),
  healthCheckNodePort: field(
    12,
    omitEmpty(int32),
    'Port of the health check for LoadBalancer with Local. Chosen if absent.',
  ),
  publishNotReadyAddresses: field(13, omitEmpty(bool), 'Treat pods as ready whether they are or not.'),
  sessionAffinityConfig: field(14, optional(SessionAffinityConfig), 'Settings of session affinity.'),
  ipFamilies: field(
    19,
    omitEmpty(list(IPFamily)),
    'IP families of the addresses. Those of the cluster when not given.',
    {
      merge: 'atomic',
    },
  ),
  ipFamilyPolicy: field(
    17,
    optional(IPFamilyPolicy),
    'Whether it has one IP family or two. SingleStack when not given.',
  ),
  allocateLoadBalancerNodePorts: field(20, optional(bool), 'Give a LoadBalancer node ports, too. True when not given.'),
  loadBalancerClass: field(21, optional(string), 'Which load balancer implementation serves it. Fixed once set.'),
  internalTrafficPolicy: field(
    22,
    optional(ServiceInternalTrafficPolicy),
    'Local keeps traffic from inside the cluster on the node it came from. Cluster when not given.',
  ),
  trafficDistribution: field(23, optional(string), 'Preference among endpoints: PreferSameZone or PreferSameNode.'),
});
export type ServiceSpec = Infer<typeof ServiceSpec>;

export const PortStatus = struct('PortStatus', 'What became of one port of a load balancer.', {
  port: field(1, int32, 'Port number.'),
  protocol: field(2, Protocol, 'Transport protocol.'),
  error: field(3, optional(string), 'Why the port does not work, in CamelCase; absent when it does.'),
});
export type PortStatus = Infer<typeof PortStatus>;

export const LoadBalancerIPMode = oneOf('VIP', 'Proxy');
export type LoadBalancerIPMode = Infer<typeof LoadBalancerIPMode>;

export const LoadBalancerIngress = struct('LoadBalancerIngress', 'A point where traffic enters a load balancer.', {
  ip: field(1, omitEmpty(string), 'Its address, where it has one.'),
  hostname: field(2, omitEmpty(string), 'Its host name, where it has one.'),
  ipMode: field(
    3,
    optional(LoadBalancerIPMode),
    'VIP: packets arrive with this address. Proxy: with that of the node.',
  ),
  ports: field(4, omitEmpty(list(PortStatus)), 'What became of each port.', { merge: 'atomic' }),
});
export type LoadBalancerIngress = Infer<typeof LoadBalancerIngress>;

export const LoadBalancerStatus = struct('LoadBalancerStatus', 'Where a load balancer can be reached.', {
  ingress: field(1, omitEmpty(list(LoadBalancerIngress)), 'Points where traffic enters.', { merge: 'atomic' }),
});
export type LoadBalancerStatus = Infer<typeof LoadBalancerStatus>;

export const ServiceStatus = struct('ServiceStatus', 'What is known about a Service.', {
  loadBalancer: field(1, omitEmpty(LoadBalancerStatus), 'Where its load balancer can be reached, if it has one.'),
  conditions: field(2, omitEmpty(list(Condition)), 'Aspects of its state, by type.', {
    patch: 'merge',
    mergeKey: 'type',
    mapKeys: ['type'],
  }),
});
export type ServiceStatus = Infer<typeof ServiceStatus>;

export const Service = struct('Service', 'One stable name and address for the pods that a selector finds.', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, omitEmpty(ServiceSpec), 'What the Service should be.'),
  status: field(3, omitEmpty(ServiceStatus), 'What is known about it.'),
});
export type Service = Infer<typeof Service>;
