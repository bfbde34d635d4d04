/** The kind NetworkPolicy: who may talk to pods, and to whom they may talk. */
import { Protocol } from '../core-v1/container.ts';
import { LabelSelector } from '../meta-v1/label-selector.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { int32, intOrString, string } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.networking.v1');

export const NetworkPolicyPort = struct('NetworkPolicyPort', 'A port, or a range of ports, that is open.', {
  protocol: field(1, optional(Protocol), 'TCP (the default), UDP or SCTP.', { default: 'TCP' }),
  port: field(2, optional(intOrString), 'Number, or name of a container port; absent: all ports of the protocol.'),
  endPort: field(3, optional(int32), 'Last port of a range that begins at port, which must then be a number.'),
});
export type NetworkPolicyPort = Infer<typeof NetworkPolicyPort>;

export const IPBlock = struct('IPBlock', 'A block of addresses, perhaps with holes.', {
  cidr: field(1, string, 'The block, such as 192.168.1.0/24 or 2001:db8::/64.'),
  except: field(2, omitEmpty(list(string)), 'Blocks within cidr that do not belong to it.', { merge: 'atomic' }),
});
export type IPBlock = Infer<typeof IPBlock>;

export const NetworkPolicyPeer = struct('NetworkPolicyPeer', 'The other end of allowed traffic.', {
  podSelector: field(
    1,
    optional(LabelSelector),
    "Pods by label, in the policy's namespace or in those of namespaceSelector; empty: all.",
  ),
  namespaceSelector: field(2, optional(LabelSelector), 'Namespaces by label; empty: all of them.'),
  ipBlock: field(3, optional(IPBlock), 'Addresses instead of pods; excludes both selectors.'),
});
export type NetworkPolicyPeer = Infer<typeof NetworkPolicyPeer>;

export const NetworkPolicyIngressRule = struct('NetworkPolicyIngressRule', 'Traffic that pods may receive.', {
  ports: field(1, omitEmpty(list(NetworkPolicyPort)), 'Ports that may be reached; absent: all.', { merge: 'atomic' }),
  from: field(2, omitEmpty(list(NetworkPolicyPeer)), 'Allowed sources; absent: everywhere.', { merge: 'atomic' }),
});
export type NetworkPolicyIngressRule = Infer<typeof NetworkPolicyIngressRule>;

export const NetworkPolicyEgressRule = struct('NetworkPolicyEgressRule', 'Traffic that pods may send.', {
  ports: field(1, omitEmpty(list(NetworkPolicyPort)), 'Ports that may be reached; absent: all.', { merge: 'atomic' }),
  to: field(2, omitEmpty(list(NetworkPolicyPeer)), 'Allowed destinations; absent: everywhere.', { merge: 'atomic' }),
});
export type NetworkPolicyEgressRule = Infer<typeof NetworkPolicyEgressRule>;

export const PolicyType = oneOf('Ingress', 'Egress');
export type PolicyType = Infer<typeof PolicyType>;

export const NetworkPolicySpec = struct('NetworkPolicySpec', 'The pods of a policy and their allowed traffic.', {
  podSelector: field(1, LabelSelector, 'Pods to which this applies; empty: all of the namespace.', { required: false }),
  ingress: field(
    2,
    omitEmpty(list(NetworkPolicyIngressRule)),
    'What the pods may receive; traffic passes if any rule of any policy allows it. Absent: nothing.',
    { merge: 'atomic' },
  ),
  egress: field(
    3,
    omitEmpty(list(NetworkPolicyEgressRule)),
    'What the pods may send; absent, with policy type Egress: nothing.',
    { merge: 'atomic' },
  ),
  policyTypes: field(
    4,
    omitEmpty(list(PolicyType)),
    'Directions this governs; by default Ingress, and Egress if there are egress rules.',
    { merge: 'atomic' },
  ),
});
export type NetworkPolicySpec = Infer<typeof NetworkPolicySpec>;

export const NetworkPolicy = struct('NetworkPolicy', 'Limits the traffic of a set of pods to what it allows.', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, omitEmpty(NetworkPolicySpec), 'The pods and their allowed traffic.'),
});
export type NetworkPolicy = Infer<typeof NetworkPolicy>;
