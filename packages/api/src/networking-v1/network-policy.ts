import { Protocol } from '../core-v1/container.ts';
import { LabelSelector } from '../meta-v1/label-selector.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { int32, intOrString, string } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.networking.v1');

export const NetworkPolicyPort = struct('NetworkPolicyPort', '', {
  protocol: field(1, optional(Protocol), ''),
  port: field(2, optional(intOrString), ''),
  endPort: field(3, optional(int32), ''),
});
export type NetworkPolicyPort = Infer<typeof NetworkPolicyPort>;

export const IPBlock = struct('IPBlock', '', {
  cidr: field(1, string, ''),
  except: field(2, omitEmpty(list(string)), '', { merge: 'atomic' }),
});
export type IPBlock = Infer<typeof IPBlock>;

export const NetworkPolicyPeer = struct('NetworkPolicyPeer', '', {
  podSelector: field(1, optional(LabelSelector), ''),
  namespaceSelector: field(2, optional(LabelSelector), ''),
  ipBlock: field(3, optional(IPBlock), ''),
});
export type NetworkPolicyPeer = Infer<typeof NetworkPolicyPeer>;

export const NetworkPolicyIngressRule = struct('NetworkPolicyIngressRule', '', {
  ports: field(1, omitEmpty(list(NetworkPolicyPort)), '', { merge: 'atomic' }),
  from: field(2, omitEmpty(list(NetworkPolicyPeer)), '', { merge: 'atomic' }),
});
export type NetworkPolicyIngressRule = Infer<typeof NetworkPolicyIngressRule>;

export const NetworkPolicyEgressRule = struct('NetworkPolicyEgressRule', '', {
  ports: field(1, omitEmpty(list(NetworkPolicyPort)), '', { merge: 'atomic' }),
  to: field(2, omitEmpty(list(NetworkPolicyPeer)), '', { merge: 'atomic' }),
});
export type NetworkPolicyEgressRule = Infer<typeof NetworkPolicyEgressRule>;

export const PolicyType = oneOf('Ingress', 'Egress');
export type PolicyType = Infer<typeof PolicyType>;

export const NetworkPolicySpec = struct('NetworkPolicySpec', '', {
  podSelector: field(1, LabelSelector, '', { required: false }),
  ingress: field(2, omitEmpty(list(NetworkPolicyIngressRule)), '', { merge: 'atomic' }),
  egress: field(3, omitEmpty(list(NetworkPolicyEgressRule)), '', { merge: 'atomic' }),
  policyTypes: field(4, omitEmpty(list(PolicyType)), '', { merge: 'atomic' }),
});
export type NetworkPolicySpec = Infer<typeof NetworkPolicySpec>;

export const NetworkPolicy = struct('NetworkPolicy', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, omitEmpty(NetworkPolicySpec), ''),
});
export type NetworkPolicy = Infer<typeof NetworkPolicy>;
