import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { DeviceConfiguration, DeviceSelector } from './device.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { string } from '../schema/scalars.ts';
import { definitionsIn, field, inline, list, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.resource.v1');

export const DeviceClassConfiguration = struct('DeviceClassConfiguration', '', {
  deviceConfiguration: inline(1, DeviceConfiguration),
});
export type DeviceClassConfiguration = Infer<typeof DeviceClassConfiguration>;

export const DeviceClassSpec = struct('DeviceClassSpec', '', {
  selectors: field(1, omitEmpty(list(DeviceSelector)), '', { merge: 'atomic' }),
  config: field(2, omitEmpty(list(DeviceClassConfiguration)), '', { merge: 'atomic' }),
  extendedResourceName: field(4, optional(string), ''),
});
export type DeviceClassSpec = Infer<typeof DeviceClassSpec>;

export const DeviceClass = struct('DeviceClass', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, DeviceClassSpec, ''),
});
export type DeviceClass = Infer<typeof DeviceClass>;
