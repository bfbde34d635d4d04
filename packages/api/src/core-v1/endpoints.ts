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
  '',
  {
    ip: field(1, string, ''),
    hostname: field(3, omitEmpty(string), ''),
    nodeName: field(4, optional(string), ''),
    targetRef: field(2, optional(ObjectReference), ''),
  },
  { atomic: true },
);
export type EndpointAddress = Infer<typeof EndpointAddress>;

export const EndpointPort = struct(
  'EndpointPort',
  '',
  {
    name: field(1, omitEmpty(string), ''),
    port: field(2, int32, ''),
    protocol: field(3, omitEmpty(Protocol), ''),
    appProtocol: field(4, optional(string), ''),
  },
  { atomic: true },
);
export type EndpointPort = Infer<typeof EndpointPort>;

export const EndpointSubset = struct('EndpointSubset', '', {
  addresses: field(1, omitEmpty(list(EndpointAddress)), '', { merge: 'atomic' }),
  notReadyAddresses: field(2, omitEmpty(list(EndpointAddress)), '', { merge: 'atomic' }),
  ports: field(3, omitEmpty(list(EndpointPort)), '', { merge: 'atomic' }),
});
export type EndpointSubset = Infer<typeof EndpointSubset>;

export const Endpoints = struct('Endpoints', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  subsets: field(2, omitEmpty(list(EndpointSubset)), '', { merge: 'atomic' }),
});
export type Endpoints = Infer<typeof Endpoints>;
