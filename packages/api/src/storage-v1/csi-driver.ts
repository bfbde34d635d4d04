import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, int64, string } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.storage.v1');

export const TokenRequest = struct('TokenRequest', '', {
  audience: field(1, string, ''),
  expirationSeconds: field(2, optional(int64), ''),
});
export type TokenRequest = Infer<typeof TokenRequest>;

export const VolumeLifecycleMode = oneOf('Persistent', 'Ephemeral');
export type VolumeLifecycleMode = Infer<typeof VolumeLifecycleMode>;

export const FSGroupPolicy = oneOf('ReadWriteOnceWithFSType', 'File', 'None');
export type FSGroupPolicy = Infer<typeof FSGroupPolicy>;

export const CSIDriverSpec = struct('CSIDriverSpec', '', {
  attachRequired: field(1, optional(bool), ''),
  podInfoOnMount: field(2, optional(bool), ''),
  volumeLifecycleModes: field(3, omitEmpty(list(VolumeLifecycleMode)), '', { merge: 'set' }),
  storageCapacity: field(4, optional(bool), ''),
  fsGroupPolicy: field(5, optional(FSGroupPolicy), ''),
  tokenRequests: field(6, omitEmpty(list(TokenRequest)), '', { merge: 'atomic' }),
  requiresRepublish: field(7, optional(bool), ''),
  seLinuxMount: field(8, optional(bool), ''),
  nodeAllocatableUpdatePeriodSeconds: field(9, optional(int64), ''),
  serviceAccountTokenInSecrets: field(10, optional(bool), ''),
  preventPodSchedulingIfMissing: field(11, optional(bool), ''),
});
export type CSIDriverSpec = Infer<typeof CSIDriverSpec>;

export const CSIDriver = struct('CSIDriver', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, CSIDriverSpec, ''),
});
export type CSIDriver = Infer<typeof CSIDriver>;
