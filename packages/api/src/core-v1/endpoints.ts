/** Endpoints: the addresses behind a Service, in the old form that EndpointSlice has replaced. */
import { Protocol } from './container.ts';
import { ObjectReference } from './object-reference.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { int32, string } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const EndpointAddress = struct(
  'EndpointAddress',
  'One address behind a Service.',
  {
    ip: field(1, string, 'The address; neither loopback nor link-local.'),
    hostname: field(3, omitEmpty(string), 'Host name of this address in the DNS of a headless Service.'),
    nodeName: field(4, optional(string), 'Node that hosts the address.'),
    targetRef: field(2, optional(ObjectReference), 'The object, mostly a Pod, whose address it is.'),
  },
  { atomic: true },
);
export type EndpointAddress = Infer<typeof EndpointAddress>;

export const EndpointPort = struct(
  'EndpointPort',
  'One port that all addresses of a subset have.',
  {
    name: field(1, omitEmpty(string), "Name of the Service's port that it belongs to."),
    port: field(2, int32, 'Port number, 1 to 65535.'),
    protocol: field(3, omitEmpty(Protocol), 'Transport protocol. TCP when not given.', { default: 'TCP' }),
    appProtocol: field(4, optional(string), 'Hint at the application protocol.'),
  },
  { atomic: true },
);
export type EndpointPort = Infer<typeof EndpointPort>;

export const EndpointSubset = struct('EndpointSubset', 'Addresses that all have the same ports.', {
  addresses: field(1, omitEmpty(list(EndpointAddress)), 'Addresses that can take traffic.', { merge: 'atomic' }),
  notReadyAddresses: field(2, omitEmpty(list(EndpointAddress)), 'Addresses that cannot take traffic now.', {
    merge: 'atomic',
  }),
  ports: field(3, omitEmpty(list(EndpointPort)), 'Ports of every address.', { merge: 'atomic' }),
});
export type EndpointSubset = Infer<typeof EndpointSubset>;

export const Endpoints = struct('Endpoints', 'The addresses behind the Service of the same name. Deprecated.', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  subsets: field(2, omitEmpty(list(EndpointSubset)), 'Groups of addresses that have the same ports.', {
    merge: 'atomic',
  }),
});
export type Endpoints = Infer<typeof Endpoints>;
