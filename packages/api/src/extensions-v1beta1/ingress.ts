/**
 * The kind Ingress as it was before networking.k8s.io/v1: backends in two fields, path types optional. Kubernetes 1.22
 * stopped serving it; it is here so that old manifests can still be applied.
 */
import { TypedLocalObjectReference } from '../core-v1/object-reference.ts';
import { Protocol } from '../core-v1/container.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import { PathType } from '../networking-v1/ingress.ts';
import type { Infer } from '../schema/infer.ts';
import { int32, intOrString, string } from '../schema/scalars.ts';
import { definitionsIn, field, inline, list, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.extensions.v1beta1');

export const IngressBackend = struct('IngressBackend', 'Where requests go: a service or another object, never both.', {
  serviceName: field(1, omitEmpty(string), 'Name of a service in the namespace of the Ingress.'),
  servicePort: field(2, omitEmpty(intOrString), 'Number or name of a port of the service.'),
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

export const HTTPIngressPath = struct('HTTPIngressPath', 'A path of requests and the backend that answers them.', {
  path: field(1, omitEmpty(string), 'Path to match, beginning with /; absent: every path.'),
  pathType: field(3, optional(PathType), 'Exact, Prefix or ImplementationSpecific (the default).', {
    default: 'ImplementationSpecific',
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
  backend: field(1, optional(IngressBackend), 'Answers what no rule matches. Required when there are no rules.'),
  tls: field(2, omitEmpty(list(IngressTLS)), 'Certificates for port 443, picked by the host that a client asks for.', {
    merge: 'atomic',
  }),
  rules: field(3, omitEmpty(list(IngressRule)), 'Routes by host and path; absent: all goes to the backend.', {
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

export const Ingress = struct('Ingress', 'The old form of Ingress; use networking.k8s.io/v1 instead.', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, omitEmpty(IngressSpec), 'The routes that are wanted.'),
  status: field(3, omitEmpty(IngressStatus), 'Where the routes can be reached now.'),
});
export type Ingress = Infer<typeof Ingress>;
