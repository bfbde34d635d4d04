/** The kind ServiceCIDR: address blocks from which services get their cluster IPs. */
import { Condition } from '../meta-v1/condition.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { string } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.networking.v1');

export const ServiceCIDRSpec = struct('ServiceCIDRSpec', 'The blocks of a ServiceCIDR.', {
  cidrs: field(
    1,
    omitEmpty(list(string)),
    'One block, or one of each IP family. Only a second family can be added later.',
    { merge: 'atomic' },
  ),
});
export type ServiceCIDRSpec = Infer<typeof ServiceCIDRSpec>;

export const ServiceCIDRStatus = struct('ServiceCIDRStatus', 'Whether a ServiceCIDR is in use.', {
  conditions: field(1, omitEmpty(list(Condition)), 'Ready: services can get addresses from here.', {
    patch: 'merge',
    mergeKey: 'type',
    mapKeys: ['type'],
  }),
});
export type ServiceCIDRStatus = Infer<typeof ServiceCIDRStatus>;

export const ServiceCIDR = struct('ServiceCIDR', 'Address blocks from which services get their cluster IPs.', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, omitEmpty(ServiceCIDRSpec), 'The blocks.'),
  status: field(3, omitEmpty(ServiceCIDRStatus), 'Whether addresses are being given out.'),
});
export type ServiceCIDR = Infer<typeof ServiceCIDR>;
