/**
 * The kubeconfigs by which the parts of a cluster find the apiserver, and who each part is there. They stand in two
 * folders, so that a machine that only runs pods can be given only its own.
 */

/** The folders: of the machine with the control plane, and of every node. */
export const CREDENTIAL_FOLDERS = ['control-plane', 'node'] as const;
export type CredentialFolder = (typeof CREDENTIAL_FOLDERS)[number];

export interface ComponentCredentials {
  readonly folder: CredentialFolder;
  /** Its kubeconfig is `<folder>/<name>.kubeconfig`. */
  readonly name: string;
  /** The user that the certificate names. What they may do is in the default policy. */
  readonly user: string;
}

/** Those who have a certificate. A kubelet gets its own by a request, for which it has a bootstrap token. */
export const componentCredentials: readonly ComponentCredentials[] = [
  { folder: 'control-plane', name: 'controller-manager', user: 'system:kube-controller-manager' },
  { folder: 'control-plane', name: 'scheduler', user: 'system:kube-scheduler' },
  { folder: 'control-plane', name: 'proxy', user: 'system:kube-proxy' },
  { folder: 'control-plane', name: 'ingress', user: 'system:wherry:ingress' },
  { folder: 'control-plane', name: 'gate', user: 'system:wherry:gate' },
  { folder: 'node', name: 'proxy', user: 'system:kube-proxy' },
];

/** The kubeconfig with which a new node begins. */
export const BOOTSTRAP_KUBECONFIG = { folder: 'node', name: 'kubelet-bootstrap', user: 'kubelet-bootstrap' } as const;

/** The group of those who have the token of that kubeconfig, besides `system:bootstrappers`. */
export const BOOTSTRAP_GROUP = 'system:bootstrappers:wherry';
