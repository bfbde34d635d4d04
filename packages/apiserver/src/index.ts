/** What a process outside the apiserver may take from it: the keys of a cluster, and certificates of its users. */
export { type ClusterPki, ClusterPkiError, type ClusterPkiOptions, loadClusterPki } from './pki/cluster-pki.ts';
export { supportedFields } from './supported-fields.ts';
