import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { DeviceConfiguration, DeviceSelector } from './device.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { definitionsIn, field, inline, list, omitEmpty } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.resource.v1');

export const DeviceClassConfiguration = struct('DeviceClassConfiguration', 'How devices of a class are set up.', {
  deviceConfiguration: inline(1, DeviceConfiguration),
});
export type DeviceClassConfiguration = Infer<typeof DeviceClassConfiguration>;

export const DeviceClassSpec = struct('DeviceClassSpec', 'Which devices belong to a class, and how they are set up.', {
  selectors: field(1, omitEmpty(list(DeviceSelector)), 'What devices must satisfy, each of these; at most 32.', {
    merge: 'atomic',
  }),
  config: field(
    2,
    omitEmpty(list(DeviceClassConfiguration)),
    'How devices are set up that were claimed by this class; at most 32.',
    { merge: 'atomic' },
  ),
});
export type DeviceClassSpec = Infer<typeof DeviceClassSpec>;

export const DeviceClass = struct('DeviceClass', 'A kind of device that claims can ask for by name.', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, DeviceClassSpec, 'Which devices belong to the class. Changes do not touch devices in use.'),
});
export type DeviceClass = Infer<typeof DeviceClass>;
