/** The kind Ingress: HTTP from outside to services, by host name and path. */
import { Protocol } from '../core-v1/container.ts';
import { TypedLocalObjectReference } from '../core-v1/object-reference.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { int32, string } from '../schema/scalars.ts';
import { definitionsIn, field, inline, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.networking.v1');

export const ServiceBackendPort = struct(
  'ServiceBackendPort',
  'A port of a service, by its name or by its number, never both.',
  {
    name: field(1, omitEmpty(string), "Name of one of the service's ports."),
    number: field(2, omitEmpty(int32), "Number of one of the service's ports, 1 to 65535."),
  },
  { atomic: true },
);
export type ServiceBackendPort = Infer<typeof ServiceBackendPort>;

export const IngressServiceBackend = struct('IngressServiceBackend', 'A service that receives requests.', {
  name: field(1, string, 'Name of a service in the namespace of the Ingress.'),
  port: field(2, omitEmpty(ServiceBackendPort), 'The port of the service; a name or a number is required.'),
});
export type IngressServiceBackend = Infer<typeof IngressServiceBackend>;

export const IngressBackend = struct('IngressBackend', 'Where requests go: a service or another object, never both.', {
  service: field(4, optional(IngressServiceBackend), 'A service and its port.'),
  resource: field(
    3,
    optional(TypedLocalObjectReference),
    'An object other than a service, in the same namespace, that the controller knows how to serve.',
  ),
});
export type IngressBackend = Infer<typeof IngressBackend>;

export const IngressTLS = struct('IngressTLS', 'The certificate that is shown for some hosts.', {
  hosts: field(1, omitEmpty(list(string)), "Hosts the certificate covers; absent: the controller's wildcard.", {
    merge: 'atomic',
  }),
  secretName: field(2, omitEmpty(string), 'Secret of type kubernetes.io/tls with certificate and key.'),
});
export type IngressTLS = Infer<typeof IngressTLS>;

export const PathType = oneOf('Exact', 'Prefix', 'ImplementationSpecific');
export type PathType = Infer<typeof PathType>;

export const HTTPIngressPath = struct('HTTPIngressPath', 'A path of requests and the backend that answers them.', {
  path: field(1, omitEmpty(string), 'Path to match, beginning with /. Required unless ImplementationSpecific.'),
  pathType: field(3, optional(PathType), 'Exact, Prefix (by whole path elements) or ImplementationSpecific.', {
    required: true,
  }),
  backend: field(2, IngressBackend, 'Where matching requests go.'),
});
export type HTTPIngressPath = Infer<typeof HTTPIngressPath>;

export const HTTPIngressRuleValue = struct('HTTPIngressRuleValue', 'The paths of one host.', {
  paths: field(1, list(HTTPIngressPath), 'Paths and their backends; the longest match wins.', { merge: 'atomic' }),
});
export type HTTPIngressRuleValue = Infer<typeof HTTPIngressRuleValue>;

export const IngressRuleValue = struct('IngressRuleValue', 'The protocol-specific part of a rule.', {
  http: field(1, optional(HTTPIngressRuleValue), 'Paths; absent: all requests of the host go to the default backend.'),
});
export type IngressRuleValue = Infer<typeof IngressRuleValue>;

export const IngressRule = struct('IngressRule', 'What happens to the requests for one host.', {
  host: field(1, omitEmpty(string), 'Host name without port, perhaps *.domain for one label; absent: every host.'),
  ingressRuleValue: inline(2, IngressRuleValue),
});
export type IngressRule = Infer<typeof IngressRule>;

export const IngressSpec = struct('IngressSpec', 'The routes that are wanted.', {
  ingressClassName: field(4, optional(string), 'IngressClass whose controller serves this; absent: the default class.'),
  defaultBackend: field(1, optional(IngressBackend), 'Answers what no rule matches. Required when there are no rules.'),
  tls: field(2, omitEmpty(list(IngressTLS)), 'Certificates for port 443, picked by the host that a client asks for.', {
    merge: 'atomic',
  }),
  rules: field(3, omitEmpty(list(IngressRule)), 'Routes by host and path; absent: all goes to the default backend.', {
    merge: 'atomic',
  }),
});
export type IngressSpec = Infer<typeof IngressSpec>;

export const IngressPortStatus = struct('IngressPortStatus', 'Whether a port of the load balancer works.', {
  port: field(1, int32, 'Number of the port.'),
  protocol: field(2, Protocol, 'TCP, UDP or SCTP.'),
  error: field(3, optional(string), 'Why the port does not work, as a CamelCase or domain-prefixed word.'),
});
export type IngressPortStatus = Infer<typeof IngressPortStatus>;

export const IngressLoadBalancerIngress = struct('IngressLoadBalancerIngress', 'One address of the load balancer.', {
  ip: field(1, omitEmpty(string), 'IP address, where it has one.'),
  hostname: field(2, omitEmpty(string), 'DNS name, where it has one.'),
  ports: field(4, omitEmpty(list(IngressPortStatus)), 'The ports that this address serves.', { merge: 'atomic' }),
});
export type IngressLoadBalancerIngress = Infer<typeof IngressLoadBalancerIngress>;

export const IngressLoadBalancerStatus = struct('IngressLoadBalancerStatus', 'Where the load balancer listens.', {
  ingress: field(1, omitEmpty(list(IngressLoadBalancerIngress)), 'Its addresses.', { merge: 'atomic' }),
});
export type IngressLoadBalancerStatus = Infer<typeof IngressLoadBalancerStatus>;

export const IngressStatus = struct('IngressStatus', 'What the controller reports.', {
  loadBalancer: field(1, omitEmpty(IngressLoadBalancerStatus), 'The addresses at which the routes can be reached.'),
});
export type IngressStatus = Infer<typeof IngressStatus>;

export const Ingress = struct('Ingress', 'Routes HTTP requests from outside to services, by host name and path.', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, omitEmpty(IngressSpec), 'The routes that are wanted.'),
  status: field(3, omitEmpty(IngressStatus), 'Where the routes can be reached now.'),
});
export type Ingress = Infer<typeof Ingress>;
