/** An EndpointSlice: some of the addresses behind a Service. */
import { Protocol } from '../core-v1/container.ts';
import { ObjectReference } from '../core-v1/object-reference.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, int32, string } from '../schema/scalars.ts';
import { definitionsIn, dict, field, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.discovery.v1');

export const EndpointConditions = struct('EndpointConditions', 'Whether an endpoint can take traffic.', {
  ready: field(1, optional(bool), 'It can take traffic and is not terminating. True when absent.'),
  serving: field(2, optional(bool), 'It can take traffic, terminating or not. Same as ready when absent.'),
  terminating: field(3, optional(bool), 'It is about to go away. False when absent.'),
});
export type EndpointConditions = Infer<typeof EndpointConditions>;

export const ForZone = struct('ForZone', 'A zone that should use an endpoint.', {
  name: field(1, string, 'Name of the zone.'),
});
export type ForZone = Infer<typeof ForZone>;

export const ForNode = struct('ForNode', 'A node that should use an endpoint.', {
  name: field(1, string, 'Name of the node.'),
});
export type ForNode = Infer<typeof ForNode>;

export const EndpointHints = struct('EndpointHints', 'Who should use an endpoint.', {
  forZones: field(1, omitEmpty(list(ForZone)), 'Zones that should use it, at most 8.', { merge: 'atomic' }),
  forNodes: field(2, omitEmpty(list(ForNode)), 'Nodes that should use it, at most 8.', { merge: 'atomic' }),
});
export type EndpointHints = Infer<typeof EndpointHints>;

export const Endpoint = struct('Endpoint', 'One place that traffic can go to.', {
  addresses: field(1, list(string), 'Its addresses, of the type of the slice; only the first is used.', {
    merge: 'set',
  }),
  conditions: field(2, omitEmpty(EndpointConditions), 'Whether it can take traffic.'),
  hostname: field(3, optional(string), 'Host name in the DNS of a headless Service.'),
  targetRef: field(4, optional(ObjectReference), 'The object, mostly a Pod, that it stands for.'),
  deprecatedTopology: field(5, omitEmpty(dict(string)), 'Deprecated: topology labels; kept for reading.'),
  nodeName: field(6, optional(string), 'Node that hosts it.'),
  zone: field(7, optional(string), 'Zone that it is in.'),
  hints: field(8, optional(EndpointHints), 'Who should use it.'),
});
export type Endpoint = Infer<typeof Endpoint>;

export const EndpointPort = struct(
  'EndpointPort',
  'One port that all endpoints of a slice have.',
  {
    name: field(1, optional(string), "Name of the Service's port that it belongs to. Empty when absent.", {
      default: '',
    }),
    protocol: field(2, optional(Protocol), 'Transport protocol. TCP when not given.', { default: 'TCP' }),
    port: field(3, optional(int32), 'Port number. Any port when absent.'),
    appProtocol: field(4, optional(string), 'Hint at the application protocol.'),
  },
  { atomic: true },
);
export type EndpointPort = Infer<typeof EndpointPort>;

export const AddressType = oneOf('IPv4', 'IPv6', 'FQDN');
export type AddressType = Infer<typeof AddressType>;

export const EndpointSlice = struct('EndpointSlice', 'Some of the endpoints of a Service, which a label names.', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  addressType: field(4, AddressType, 'Type of all addresses: IPv4, IPv6 or FQDN. Fixed.'),
  endpoints: field(2, list(Endpoint), 'The endpoints, at most 1000.', { required: false, merge: 'atomic' }),
  ports: field(3, list(EndpointPort), 'Ports of every endpoint, at most 20000.', { required: false, merge: 'atomic' }),
});
export type EndpointSlice = Infer<typeof EndpointSlice>;
