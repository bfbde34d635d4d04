import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { int32, microTime, string } from '../schema/scalars.ts';
import { definitionsIn, field, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.coordination.v1');

export const LeaseSpec = struct('LeaseSpec', '', {
  holderIdentity: field(1, optional(string), ''),
  leaseDurationSeconds: field(2, optional(int32), ''),
  acquireTime: field(3, optional(microTime), ''),
  renewTime: field(4, optional(microTime), ''),
  leaseTransitions: field(5, optional(int32), ''),
  strategy: field(6, optional(string), ''),
  preferredHolder: field(7, optional(string), ''),
});
export type LeaseSpec = Infer<typeof LeaseSpec>;

export const Lease = struct('Lease', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, omitEmpty(LeaseSpec), ''),
});
export type Lease = Infer<typeof Lease>;
