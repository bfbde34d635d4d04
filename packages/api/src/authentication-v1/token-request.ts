import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { int64, string, time } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.authentication.v1');

export const BoundObjectReference = struct('BoundObjectReference', 'The object that a token lives and dies with.', {
  kind: field(1, omitEmpty(string), 'Pod, Secret or Node.'),
  apiVersion: field(2, omitEmpty(string), 'API version of the object: v1.'),
  name: field(3, omitEmpty(string), 'Name of the object.'),
  uid: field(4, omitEmpty(string), 'Unique id of the object; any when empty.'),
});
export type BoundObjectReference = Infer<typeof BoundObjectReference>;

export const TokenRequestSpec = struct('TokenRequestSpec', 'What the token should be good for.', {
  audiences: field(1, list(string), 'Who should accept the token; the API server when empty.', {
    required: false,
    merge: 'atomic',
  }),
  expirationSeconds: field(
    4,
    optional(int64),
    'Seconds the token should be valid: at least 600. Defaults to 3600. The server may differ.',
    { default: 3600 },
  ),
  boundObjectRef: field(3, optional(BoundObjectReference), 'The token is valid only while this object exists.'),
});
export type TokenRequestSpec = Infer<typeof TokenRequestSpec>;

export const TokenRequestStatus = struct('TokenRequestStatus', 'The token.', {
  token: field(1, string, 'The token: a bearer token for the audiences.', { required: false }),
  expirationTimestamp: field(2, time, 'When the token stops being valid.', { required: false }),
});
export type TokenRequestStatus = Infer<typeof TokenRequestStatus>;

export const TokenRequest = struct('TokenRequest', 'Asks for a token of a service account.', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, TokenRequestSpec, 'What the token should be good for.', { required: false }),
  status: field(3, omitEmpty(TokenRequestStatus), 'The token: written by the server.'),
});
export type TokenRequest = Infer<typeof TokenRequest>;
