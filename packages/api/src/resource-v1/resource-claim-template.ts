import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { ResourceClaimSpec } from './device.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { definitionsIn, field, omitEmpty } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.resource.v1');

export const ResourceClaimTemplateSpec = struct('ResourceClaimTemplateSpec', 'What the claims will look like.', {
  metadata: field(1, omitEmpty(ObjectMeta), 'Labels and annotations of the claims.'),
  spec: field(2, ResourceClaimSpec, 'Spec of the claims.'),
});
export type ResourceClaimTemplateSpec = Infer<typeof ResourceClaimTemplateSpec>;

export const ResourceClaimTemplate = struct(
  'ResourceClaimTemplate',
  'From which pods that name it get claims of their own.',
  {
    ...typeMeta,
    metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
    spec: field(2, ResourceClaimTemplateSpec, 'What the claims will look like. Immutable.'),
  },
);
export type ResourceClaimTemplate = Infer<typeof ResourceClaimTemplate>;
