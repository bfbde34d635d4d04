/** What a process outside the apiserver may take from it: the keys of a cluster. */
export { type ClusterPki, ClusterPkiError, type ClusterPkiOptions, loadClusterPki } from './pki/cluster-pki.ts';
