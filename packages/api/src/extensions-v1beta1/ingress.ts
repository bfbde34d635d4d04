import { Protocol } from '../core-v1/container.ts';
import { TypedLocalObjectReference } from '../core-v1/object-reference.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { int32, intOrString, string } from '../schema/scalars.ts';
import { definitionsIn, field, inline, list, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.extensions.v1beta1');

export const IngressBackend = struct('IngressBackend', '', {
  serviceName: field(1, omitEmpty(string), ''),
  servicePort: field(2, omitEmpty(intOrString), ''),
  resource: field(3, optional(TypedLocalObjectReference), ''),
});
export type IngressBackend = Infer<typeof IngressBackend>;

export const IngressTLS = struct('IngressTLS', '', {
  hosts: field(1, omitEmpty(list(string)), '', { merge: 'atomic' }),
  secretName: field(2, omitEmpty(string), ''),
});
export type IngressTLS = Infer<typeof IngressTLS>;

export const HTTPIngressPath = struct('HTTPIngressPath', '', {
  path: field(1, omitEmpty(string), ''),
  pathType: field(3, optional(string), ''),
  backend: field(2, IngressBackend, ''),
});
export type HTTPIngressPath = Infer<typeof HTTPIngressPath>;

export const HTTPIngressRuleValue = struct('HTTPIngressRuleValue', '', {
  paths: field(1, list(HTTPIngressPath), '', { merge: 'atomic' }),
});
export type HTTPIngressRuleValue = Infer<typeof HTTPIngressRuleValue>;

export const IngressRuleValue = struct('IngressRuleValue', '', {
  http: field(1, optional(HTTPIngressRuleValue), ''),
});
export type IngressRuleValue = Infer<typeof IngressRuleValue>;

export const IngressRule = struct('IngressRule', '', {
  host: field(1, omitEmpty(string), ''),
  ingressRuleValue: inline(2, IngressRuleValue),
});
export type IngressRule = Infer<typeof IngressRule>;

export const IngressSpec = struct('IngressSpec', '', {
  ingressClassName: field(4, optional(string), ''),
  backend: field(1, optional(IngressBackend), ''),
  tls: field(2, omitEmpty(list(IngressTLS)), '', { merge: 'atomic' }),
  rules: field(3, omitEmpty(list(IngressRule)), '', { merge: 'atomic' }),
});
export type IngressSpec = Infer<typeof IngressSpec>;

export const IngressPortStatus = struct('IngressPortStatus', '', {
  port: field(1, int32, ''),
  protocol: field(2, Protocol, ''),
  error: field(3, optional(string), ''),
});
export type IngressPortStatus = Infer<typeof IngressPortStatus>;

export const IngressLoadBalancerIngress = struct('IngressLoadBalancerIngress', '', {
  ip: field(1, omitEmpty(string), ''),
  hostname: field(2, omitEmpty(string), ''),
  ports: field(4, omitEmpty(list(IngressPortStatus)), '', { merge: 'atomic' }),
});
export type IngressLoadBalancerIngress = Infer<typeof IngressLoadBalancerIngress>;

export const IngressLoadBalancerStatus = struct('IngressLoadBalancerStatus', '', {
  ingress: field(1, omitEmpty(list(IngressLoadBalancerIngress)), '', { merge: 'atomic' }),
});
export type IngressLoadBalancerStatus = Infer<typeof IngressLoadBalancerStatus>;

export const IngressStatus = struct('IngressStatus', '', {
  loadBalancer: field(1, omitEmpty(IngressLoadBalancerStatus), ''),
});
export type IngressStatus = Infer<typeof IngressStatus>;

export const Ingress = struct('Ingress', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, omitEmpty(IngressSpec), ''),
  status: field(3, omitEmpty(IngressStatus), ''),
});
export type Ingress = Infer<typeof Ingress>;
