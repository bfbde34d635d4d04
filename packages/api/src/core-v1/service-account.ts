/** A ServiceAccount: the identity of the programs in pods. */
import { LocalObjectReference, ObjectReference } from './object-reference.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { bool } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const ServiceAccount = struct('ServiceAccount', 'An identity that pods use towards the API.', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  secrets: field(2, omitEmpty(list(ObjectReference)), 'Deprecated: Secrets that its pods may use.', {
    patch: 'merge',
    mergeKey: 'name',
    mapKeys: ['name'],
  }),
  imagePullSecrets: field(3, omitEmpty(list(LocalObjectReference)), 'Secrets with which its pods pull images.', {
    merge: 'atomic',
  }),
  automountServiceAccountToken: field(4, optional(bool), 'Mount a token into its pods unless they say otherwise.'),
});
export type ServiceAccount = Infer<typeof ServiceAccount>;
