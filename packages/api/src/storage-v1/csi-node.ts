import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { int32, string } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.storage.v1');

export const VolumeNodeResources = struct('VolumeNodeResources', 'Limits on the volumes of one driver on a node.', {
  count: field(1, optional(int32), 'Most volumes of the driver that a node takes at once; no limit when absent.'),
});
export type VolumeNodeResources = Infer<typeof VolumeNodeResources>;

export const CSINodeDriver = struct('CSINodeDriver', 'A CSI driver that is installed on a node.', {
  name: field(1, string, 'Name of the driver, as it calls itself.'),
  nodeID: field(2, string, 'What the driver calls this node; need not be its Kubernetes name.'),
  topologyKeys: field(3, list(string), 'Node labels by which the driver tells where volumes can be reached.', {
    required: false,
    merge: 'atomic',
  }),
  allocatable: field(4, optional(VolumeNodeResources), 'How many volumes of the driver the node can take.'),
});
export type CSINodeDriver = Infer<typeof CSINodeDriver>;

export const CSINodeSpec = struct('CSINodeSpec', 'The CSI drivers of a node.', {
  drivers: field(1, list(CSINodeDriver), 'The drivers installed on the node, by name.', {
    patch: 'merge',
    mergeKey: 'name',
    mapKeys: ['name'],
  }),
});
export type CSINodeSpec = Infer<typeof CSINodeSpec>;

export const CSINode = struct('CSINode', 'Which CSI drivers a node has; named like the node and kept by its kubelet.', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata. The name is that of the node.'),
  spec: field(2, CSINodeSpec, 'The CSI drivers of the node.'),
});
export type CSINode = Infer<typeof CSINode>;
