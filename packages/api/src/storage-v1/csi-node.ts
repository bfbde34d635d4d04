import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { int32, string } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.storage.v1');

export const VolumeNodeResources = struct('VolumeNodeResources', '', {
  count: field(1, optional(int32), ''),
});
export type VolumeNodeResources = Infer<typeof VolumeNodeResources>;

export const CSINodeDriver = struct('CSINodeDriver', '', {
  name: field(1, string, ''),
  nodeID: field(2, string, ''),
  topologyKeys: field(3, list(string), '', { required: false, merge: 'atomic' }),
  allocatable: field(4, optional(VolumeNodeResources), ''),
});
export type CSINodeDriver = Infer<typeof CSINodeDriver>;

export const CSINodeSpec = struct('CSINodeSpec', '', {
  drivers: field(1, list(CSINodeDriver), '', { patch: 'merge', mergeKey: 'name', mapKeys: ['name'] }),
});
export type CSINodeSpec = Infer<typeof CSINodeSpec>;

export const CSINode = struct('CSINode', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, CSINodeSpec, ''),
});
export type CSINode = Infer<typeof CSINode>;
