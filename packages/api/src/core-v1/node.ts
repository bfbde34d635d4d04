/** A Node: a machine that runs pods. */
import { NodeConfigSource, NodeStatus } from './node-status.ts';
import { Taint } from './toleration.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, string } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const NodeSpec = struct('NodeSpec', 'What is laid down about a node.', {
  podCIDR: field(1, omitEmpty(string), 'Block of addresses for the pods of the node. Fixed once set.'),
  podCIDRs: field(7, omitEmpty(list(string)), 'Blocks for its pods, one per IP family; the first is podCIDR.', {
    patch: 'merge',
    merge: 'set',
  }),
  providerID: field(
    3,
    omitEmpty(string),
    'Identity of the machine at its provider: <provider>://<id>. Fixed once set.',
  ),
  unschedulable: field(4, omitEmpty(bool), 'No new pods are put on the node (cordoned).'),
  taints: field(5, omitEmpty(list(Taint)), 'Marks that keep away pods which do not tolerate them.', {
    merge: 'atomic',
  }),
  configSource: field(6, optional(NodeConfigSource), 'Removed feature: where the kubelet once took settings from.'),
  externalID: field(2, omitEmpty(string), 'Deprecated and unused.'),
});
export type NodeSpec = Infer<typeof NodeSpec>;

export const Node = struct('Node', 'A machine of the cluster that runs pods.', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, omitEmpty(NodeSpec), 'What is laid down about the node.'),
  status: field(3, omitEmpty(NodeStatus), 'What its kubelet reports about it.'),
});
export type Node = Infer<typeof Node>;
