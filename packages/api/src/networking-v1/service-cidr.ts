import { Condition } from '../meta-v1/condition.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { string } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.networking.v1');

export const ServiceCIDRSpec = struct('ServiceCIDRSpec', '', {
  cidrs: field(1, omitEmpty(list(string)), '', { merge: 'atomic' }),
});
export type ServiceCIDRSpec = Infer<typeof ServiceCIDRSpec>;

export const ServiceCIDRStatus = struct('ServiceCIDRStatus', '', {
  conditions: field(1, omitEmpty(list(Condition)), '', { patch: 'merge', mergeKey: 'type', mapKeys: ['type'] }),
});
export type ServiceCIDRStatus = Infer<typeof ServiceCIDRStatus>;

export const ServiceCIDR = struct('ServiceCIDR', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, omitEmpty(ServiceCIDRSpec), ''),
  status: field(3, omitEmpty(ServiceCIDRStatus), ''),
});
export type ServiceCIDR = Infer<typeof ServiceCIDR>;
