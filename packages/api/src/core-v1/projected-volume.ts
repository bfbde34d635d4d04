import { ObjectFieldSelector, ResourceFieldSelector } from './key-selectors.ts';
import { LocalObjectReference } from './object-reference.ts';
import { LabelSelector } from '../meta-v1/label-selector.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, int32, int64, string } from '../schema/scalars.ts';
import { definitionsIn, dict, field, inline, list, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const KeyToPath = struct('KeyToPath', '', {
  key: field(1, string, ''),
  path: field(2, string, ''),
  mode: field(3, optional(int32), ''),
});
export type KeyToPath = Infer<typeof KeyToPath>;

export const DownwardAPIVolumeFile = struct('DownwardAPIVolumeFile', '', {
  path: field(1, string, ''),
  fieldRef: field(2, optional(ObjectFieldSelector), ''),
  resourceFieldRef: field(3, optional(ResourceFieldSelector), ''),
  mode: field(4, optional(int32), ''),
});
export type DownwardAPIVolumeFile = Infer<typeof DownwardAPIVolumeFile>;

export const DownwardAPIVolumeSource = struct('DownwardAPIVolumeSource', '', {
  items: field(1, omitEmpty(list(DownwardAPIVolumeFile)), '', { merge: 'atomic' }),
  defaultMode: field(2, optional(int32), ''),
});
export type DownwardAPIVolumeSource = Infer<typeof DownwardAPIVolumeSource>;

export const SecretProjection = struct('SecretProjection', '', {
  localObjectReference: inline(1, LocalObjectReference),
  items: field(2, omitEmpty(list(KeyToPath)), '', { merge: 'atomic' }),
  optional: field(4, optional(bool), ''),
});
export type SecretProjection = Infer<typeof SecretProjection>;

export const DownwardAPIProjection = struct('DownwardAPIProjection', '', {
  items: field(1, omitEmpty(list(DownwardAPIVolumeFile)), '', { merge: 'atomic' }),
});
export type DownwardAPIProjection = Infer<typeof DownwardAPIProjection>;

export const ConfigMapProjection = struct('ConfigMapProjection', '', {
  localObjectReference: inline(1, LocalObjectReference),
  items: field(2, omitEmpty(list(KeyToPath)), '', { merge: 'atomic' }),
  optional: field(4, optional(bool), ''),
});
export type ConfigMapProjection = Infer<typeof ConfigMapProjection>;

export const ServiceAccountTokenProjection = struct('ServiceAccountTokenProjection', '', {
  audience: field(1, omitEmpty(string), ''),
  expirationSeconds: field(2, optional(int64), ''),
  path: field(3, string, ''),
});
export type ServiceAccountTokenProjection = Infer<typeof ServiceAccountTokenProjection>;

export const ClusterTrustBundleProjection = struct('ClusterTrustBundleProjection', '', {
  name: field(1, optional(string), ''),
  signerName: field(2, optional(string), ''),
  labelSelector: field(3, optional(LabelSelector), ''),
  optional: field(5, optional(bool), ''),
  path: field(4, string, ''),
});
export type ClusterTrustBundleProjection = Infer<typeof ClusterTrustBundleProjection>;

export const PodCertificateProjection = struct('PodCertificateProjection', '', {
  signerName: field(1, omitEmpty(string), '', { required: true }),
  keyType: field(2, omitEmpty(string), '', { required: true }),
  maxExpirationSeconds: field(3, optional(int32), ''),
  credentialBundlePath: field(4, omitEmpty(string), ''),
  keyPath: field(5, omitEmpty(string), ''),
  certificateChainPath: field(6, omitEmpty(string), ''),
  userAnnotations: field(7, omitEmpty(dict(string)), ''),
});
export type PodCertificateProjection = Infer<typeof PodCertificateProjection>;

export const VolumeProjection = struct('VolumeProjection', '', {
  secret: field(1, optional(SecretProjection), ''),
  downwardAPI: field(2, optional(DownwardAPIProjection), ''),
  configMap: field(3, optional(ConfigMapProjection), ''),
  serviceAccountToken: field(4, optional(ServiceAccountTokenProjection), ''),
  clusterTrustBundle: field(5, optional(ClusterTrustBundleProjection), ''),
  podCertificate: field(6, optional(PodCertificateProjection), ''),
});
export type VolumeProjection = Infer<typeof VolumeProjection>;

export const ProjectedVolumeSource = struct('ProjectedVolumeSource', '', {
  sources: field(1, list(VolumeProjection), '', { required: false, merge: 'atomic' }),
  defaultMode: field(2, optional(int32), ''),
});
export type ProjectedVolumeSource = Infer<typeof ProjectedVolumeSource>;
