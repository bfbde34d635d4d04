import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { int64, string, time } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.authentication.v1');

export const BoundObjectReference = struct('BoundObjectReference', '', {
  kind: field(1, omitEmpty(string), ''),
  apiVersion: field(2, omitEmpty(string), ''),
  name: field(3, omitEmpty(string), ''),
  uid: field(4, omitEmpty(string), ''),
});
export type BoundObjectReference = Infer<typeof BoundObjectReference>;

export const TokenRequestSpec = struct('TokenRequestSpec', '', {
  audiences: field(1, list(string), '', { required: false, merge: 'atomic' }),
  expirationSeconds: field(4, optional(int64), ''),
  boundObjectRef: field(3, optional(BoundObjectReference), ''),
});
export type TokenRequestSpec = Infer<typeof TokenRequestSpec>;

export const TokenRequestStatus = struct('TokenRequestStatus', '', {
  token: field(1, string, '', { required: false }),
  expirationTimestamp: field(2, time, '', { required: false }),
});
export type TokenRequestStatus = Infer<typeof TokenRequestStatus>;

export const TokenRequest = struct('TokenRequest', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, TokenRequestSpec, '', { required: false }),
  status: field(3, omitEmpty(TokenRequestStatus), ''),
});
export type TokenRequest = Infer<typeof TokenRequest>;
