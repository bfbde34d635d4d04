/** A Secret: settings for pods that not everybody may read. */
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, bytes, string } from '../schema/scalars.ts';
import { definitionsIn, dict, field, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const SecretType = oneOf(
  'Opaque',
  'kubernetes.io/service-account-token',
  'kubernetes.io/dockercfg',
  'kubernetes.io/dockerconfigjson',
  'kubernetes.io/basic-auth',
  'kubernetes.io/ssh-auth',
  'kubernetes.io/tls',
  'bootstrap.kubernetes.io/token',
);
export type SecretType = Infer<typeof SecretType>;

export const Secret = struct('Secret', 'Data such as passwords and keys, at most 1 MiB in all.', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  immutable: field(5, optional(bool), 'Data can no longer be changed, nor this be set back.'),
  data: field(2, omitEmpty(dict(bytes)), 'Bytes by key, in base64.'),
  stringData: field(4, omitEmpty(dict(string)), 'Text by key, for writing only: it is moved into data.'),
  type: field(3, omitEmpty(SecretType), 'What it holds, and so which keys it needs. Opaque when not given.', {
    default: 'Opaque',
  }),
});
export type Secret = Infer<typeof Secret>;
