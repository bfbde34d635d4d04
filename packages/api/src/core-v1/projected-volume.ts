/** Volumes that show facts and objects as files, alone or several in one directory. */
import { ObjectFieldSelector, ResourceFieldSelector } from './key-selectors.ts';
import { LocalObjectReference } from './object-reference.ts';
import { LabelSelector } from '../meta-v1/label-selector.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, int32, int64, string } from '../schema/scalars.ts';
import { definitionsIn, dict, field, inline, list, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const KeyToPath = struct('KeyToPath', 'Where a key appears in a volume.', {
  key: field(1, string, 'The key.'),
  path: field(2, string, 'Path of the file; relative, without "..".'),
  mode: field(3, optional(int32), 'Permission bits of the file, 0 to 0777. Defaults to those of the volume.'),
});
export type KeyToPath = Infer<typeof KeyToPath>;

export const DownwardAPIVolumeFile = struct('DownwardAPIVolumeFile', 'A file with a fact about the pod.', {
  path: field(1, string, 'Path of the file; relative, without "..".'),
  fieldRef: field(2, optional(ObjectFieldSelector), 'The field to show: name, namespace, labels, annotations or uid.'),
  resourceFieldRef: field(3, optional(ResourceFieldSelector), 'The request or limit of a container to show.'),
  mode: field(4, optional(int32), 'Permission bits of the file, 0 to 0777. Defaults to those of the volume.'),
});
export type DownwardAPIVolumeFile = Infer<typeof DownwardAPIVolumeFile>;

export const DownwardAPIVolumeSource = struct('DownwardAPIVolumeSource', 'Facts about the pod, as files.', {
  items: field(1, omitEmpty(list(DownwardAPIVolumeFile)), 'The files.', { merge: 'atomic' }),
  defaultMode: field(2, optional(int32), 'Permission bits of the files. Defaults to 0644.', { default: 0o644 }),
});
export type DownwardAPIVolumeSource = Infer<typeof DownwardAPIVolumeSource>;

export const SecretProjection = struct('SecretProjection', 'The data of a Secret, in a projected volume.', {
  localObjectReference: inline(1, LocalObjectReference),
  items: field(2, omitEmpty(list(KeyToPath)), 'Keys to show and their paths. All keys if absent.', { merge: 'atomic' }),
  optional: field(4, optional(bool), 'Whether the Secret or keys of it may be missing.'),
});
export type SecretProjection = Infer<typeof SecretProjection>;

export const DownwardAPIProjection = struct('DownwardAPIProjection', 'Facts about the pod, in a projected volume.', {
  items: field(1, omitEmpty(list(DownwardAPIVolumeFile)), 'The files.', { merge: 'atomic' }),
});
export type DownwardAPIProjection = Infer<typeof DownwardAPIProjection>;

export const ConfigMapProjection = struct('ConfigMapProjection', 'The data of a ConfigMap, in a projected volume.', {
  localObjectReference: inline(1, LocalObjectReference),
  items: field(2, omitEmpty(list(KeyToPath)), 'Keys to show and their paths. All keys if absent.', { merge: 'atomic' }),
  optional: field(4, optional(bool), 'Whether the ConfigMap or keys of it may be missing.'),
});
export type ConfigMapProjection = Infer<typeof ConfigMapProjection>;

export const ServiceAccountTokenProjection = struct(
  'ServiceAccountTokenProjection',
  'A token of the service account of the pod, renewed in time.',
  {
    audience: field(1, omitEmpty(string), 'For whom the token is meant. Defaults to the API server.'),
    expirationSeconds: field(2, optional(int64), 'Life of a token in seconds, at least 600. Defaults to 3600.', {
      default: 3600,
    }),
    path: field(3, string, 'Path of the file, relative to the volume.'),
  },
);
export type ServiceAccountTokenProjection = Infer<typeof ServiceAccountTokenProjection>;

export const ClusterTrustBundleProjection = struct(
  'ClusterTrustBundleProjection',
  'Trust anchors of the cluster in a PEM file. Not enabled.',
  {
    name: field(1, optional(string), 'One ClusterTrustBundle; not together with signerName.'),
    signerName: field(2, optional(string), 'All bundles of a signer that labelSelector selects.'),
    labelSelector: field(3, optional(LabelSelector), 'With signerName, which of its bundles. None if absent.'),
    optional: field(5, optional(bool), 'Whether the bundles may be missing.'),
    path: field(4, string, 'Path of the file, relative to the volume.'),
  },
);
export type ClusterTrustBundleProjection = Infer<typeof ClusterTrustBundleProjection>;

export const PodCertificateProjection = struct(
  'PodCertificateProjection',
  'A key of the pod and a certificate for it, renewed in time. Not enabled.',
  {
    signerName: field(1, omitEmpty(string), 'Signer that is asked for the certificate.', { required: true }),
    keyType: field(2, omitEmpty(string), 'Kind of key, such as ECDSAP256, RSA3072 or ED25519.', { required: true }),
    maxExpirationSeconds: field(3, optional(int32), 'Longest life of a certificate in seconds. Defaults to 86400.'),
    credentialBundlePath: field(4, omitEmpty(string), 'Path of a file with both the key and the certificate chain.'),
    keyPath: field(5, omitEmpty(string), 'Path of a file with the key.'),
    certificateChainPath: field(6, omitEmpty(string), 'Path of a file with the certificate chain.'),
    userAnnotations: field(7, omitEmpty(dict(string)), 'Further information for the signer.'),
  },
);
export type PodCertificateProjection = Infer<typeof PodCertificateProjection>;

export const VolumeProjection = struct('VolumeProjection', 'One source of a projected volume: exactly one of these.', {
  secret: field(1, optional(SecretProjection), 'The data of a Secret.'),
  downwardAPI: field(2, optional(DownwardAPIProjection), 'Facts about the pod.'),
  configMap: field(3, optional(ConfigMapProjection), 'The data of a ConfigMap.'),
  serviceAccountToken: field(4, optional(ServiceAccountTokenProjection), 'A token of the service account.'),
  clusterTrustBundle: field(5, optional(ClusterTrustBundleProjection), 'Trust anchors of the cluster. Not enabled.'),
  podCertificate: field(6, optional(PodCertificateProjection), 'A key and certificate of the pod. Not enabled.'),
});
export type VolumeProjection = Infer<typeof VolumeProjection>;

export const ProjectedVolumeSource = struct('ProjectedVolumeSource', 'Several sources in one directory.', {
  sources: field(1, list(VolumeProjection), 'The sources; their paths may not meet.', {
    required: false,
    merge: 'atomic',
  }),
  defaultMode: field(2, optional(int32), 'Permission bits of the files. Defaults to 0644.', { default: 0o644 }),
});
export type ProjectedVolumeSource = Infer<typeof ProjectedVolumeSource>;
