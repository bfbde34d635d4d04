import { Protocol } from '../core-v1/container.ts';
import { ObjectReference } from '../core-v1/object-reference.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, int32, string } from '../schema/scalars.ts';
import { definitionsIn, dict, field, list, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.discovery.v1');

export const EndpointConditions = struct('EndpointConditions', '', {
  ready: field(1, optional(bool), ''),
  serving: field(2, optional(bool), ''),
  terminating: field(3, optional(bool), ''),
});
export type EndpointConditions = Infer<typeof EndpointConditions>;

export const ForZone = struct('ForZone', '', {
  name: field(1, string, ''),
});
export type ForZone = Infer<typeof ForZone>;

export const ForNode = struct('ForNode', '', {
  name: field(1, string, ''),
});
export type ForNode = Infer<typeof ForNode>;

export const EndpointHints = struct('EndpointHints', '', {
  forZones: field(1, omitEmpty(list(ForZone)), '', { merge: 'atomic' }),
  forNodes: field(2, omitEmpty(list(ForNode)), '', { merge: 'atomic' }),
});
export type EndpointHints = Infer<typeof EndpointHints>;

export const Endpoint = struct('Endpoint', '', {
  addresses: field(1, list(string), '', { merge: 'set' }),
  conditions: field(2, omitEmpty(EndpointConditions), ''),
  hostname: field(3, optional(string), ''),
  targetRef: field(4, optional(ObjectReference), ''),
  deprecatedTopology: field(5, omitEmpty(dict(string)), ''),
  nodeName: field(6, optional(string), ''),
  zone: field(7, optional(string), ''),
  hints: field(8, optional(EndpointHints), ''),
});
export type Endpoint = Infer<typeof Endpoint>;

export const EndpointPort = struct(
  'EndpointPort',
  '',
  {
    name: field(1, optional(string), ''),
    protocol: field(2, optional(Protocol), ''),
    port: field(3, optional(int32), ''),
    appProtocol: field(4, optional(string), ''),
  },
  { atomic: true },
);
export type EndpointPort = Infer<typeof EndpointPort>;

export const EndpointSlice = struct('EndpointSlice', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  addressType: field(4, string, ''),
  endpoints: field(2, list(Endpoint), '', { required: false, merge: 'atomic' }),
  ports: field(3, list(EndpointPort), '', { required: false, merge: 'atomic' }),
});
export type EndpointSlice = Infer<typeof EndpointSlice>;
