import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, int64, string } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.storage.v1');

export const TokenRequest = struct('TokenRequest', 'A service account token that a CSI driver wants handed to it.', {
  audience: field(1, string, 'Audience the token is meant for; empty stands for the API server itself.'),
  expirationSeconds: field(
    2,
    optional(int64),
    'Lifetime of the token in seconds; one hour when absent, never less than ten minutes.',
  ),
});
export type TokenRequest = Infer<typeof TokenRequest>;

export const VolumeLifecycleMode = oneOf('Persistent', 'Ephemeral');
export type VolumeLifecycleMode = Infer<typeof VolumeLifecycleMode>;

export const FSGroupPolicy = oneOf('ReadWriteOnceWithFSType', 'File', 'None');
export type FSGroupPolicy = Infer<typeof FSGroupPolicy>;

export const CSIDriverSpec = struct('CSIDriverSpec', 'What a CSI driver can do and what it needs.', {
  attachRequired: field(
    1,
    optional(bool),
    'Volumes must be attached to the node before they are mounted. Defaults to true. Immutable.',
    { default: true },
  ),
  podInfoOnMount: field(2, optional(bool), 'The driver is told about the pod when it mounts. Defaults to false.', {
    default: false,
  }),
  volumeLifecycleModes: field(
    3,
    omitEmpty(list(VolumeLifecycleMode)),
    'Kinds of volumes the driver provides. Defaults to Persistent alone. Immutable.',
    { merge: 'set' },
  ),
  storageCapacity: field(
    4,
    optional(bool),
    'Scheduling heeds the CSIStorageCapacity objects that the driver publishes. Defaults to false.',
    { default: false },
  ),
  fsGroupPolicy: field(
    5,
    optional(FSGroupPolicy),
    "Whether a pod's fsGroup changes owner and mode of volumes. Defaults to ReadWriteOnceWithFSType.",
    { default: 'ReadWriteOnceWithFSType' },
  ),
  tokenRequests: field(
    6,
    omitEmpty(list(TokenRequest)),
    "Tokens of the pod's service account that the driver gets when it mounts.",
    { merge: 'atomic' },
  ),
  requiresRepublish: field(
    7,
    optional(bool),
    'The driver wants to be called again and again while the volume is mounted. Defaults to false.',
    { default: false },
  ),
  seLinuxMount: field(
    8,
    optional(bool),
    'Volumes can be mounted with the SELinux label as a mount option. Defaults to false.',
    { default: false },
  ),
  nodeAllocatableUpdatePeriodSeconds: field(
    9,
    optional(int64),
    'Seconds between updates of how many volumes a node takes, at least 10; never updated when absent.',
  ),
  serviceAccountTokenInSecrets: field(
    10,
    optional(bool),
    'Tokens travel among the secrets of a call instead of the volume context. Needs tokenRequests.',
  ),
});
export type CSIDriverSpec = Infer<typeof CSIDriverSpec>;

export const CSIDriver = struct('CSIDriver', 'A volume driver that speaks the Container Storage Interface.', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata. The name is the name of the driver.'),
  spec: field(2, CSIDriverSpec, 'What the driver can do and needs.'),
});
export type CSIDriver = Infer<typeof CSIDriver>;
