import { NodeConfigSource, NodeStatus } from './node-status.ts';
import { Taint } from './toleration.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, string } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const NodeSpec = struct('NodeSpec', '', {
  podCIDR: field(1, omitEmpty(string), ''),
  podCIDRs: field(7, omitEmpty(list(string)), '', { patch: 'merge', merge: 'set' }),
  providerID: field(3, omitEmpty(string), ''),
  unschedulable: field(4, omitEmpty(bool), ''),
  taints: field(5, omitEmpty(list(Taint)), '', { merge: 'atomic' }),
  configSource: field(6, optional(NodeConfigSource), ''),
  externalID: field(2, omitEmpty(string), ''),
});
export type NodeSpec = Infer<typeof NodeSpec>;

export const Node = struct('Node', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, omitEmpty(NodeSpec), ''),
  status: field(3, omitEmpty(NodeStatus), ''),
});
export type Node = Infer<typeof Node>;
