/** A Lease: who holds a role, and since when they were last heard of. */
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { int32, microTime, string } from '../schema/scalars.ts';
import { definitionsIn, field, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.coordination.v1');

export const LeaseSpec = struct('LeaseSpec', 'Who holds the lease.', {
  holderIdentity: field(1, optional(string), 'Who holds it now. Nobody when absent or empty.'),
  leaseDurationSeconds: field(2, optional(int32), 'Seconds after renewTime at which others may take it.'),
  acquireTime: field(3, optional(microTime), 'When its holder took it.'),
  renewTime: field(4, optional(microTime), 'When its holder was last heard of.'),
  leaseTransitions: field(5, optional(int32), 'How often it has changed hands.'),
  strategy: field(6, optional(string), 'How the server would choose a leader. Dropped: that feature is off.'),
  preferredHolder: field(7, optional(string), 'To whom to hand it over. Dropped: that feature is off.'),
});
export type LeaseSpec = Infer<typeof LeaseSpec>;

export const Lease = struct('Lease', 'Who holds a role, and when they were last heard of.', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, omitEmpty(LeaseSpec), 'Who holds the lease.'),
});
export type Lease = Infer<typeof Lease>;
