/** Who is bound to the default roles. */
import { SERVICE_ACCOUNTS_GROUP } from '../../service-account-name.ts';
import {
  AUTHENTICATED_GROUP,
  CONTROLLER_MANAGER_USER,
  MASTERS_GROUP,
  MONITORING_GROUP,
  PROXY_USER,
  SCHEDULER_USER,
  UNAUTHENTICATED_GROUP,
} from '../../user.ts';
import { RBAC_GROUP, type Subject } from '../policy.ts';

export const group = (name: string): Subject => ({ kind: 'Group', apiGroup: RBAC_GROUP, name });
export const user = (name: string): Subject => ({ kind: 'User', apiGroup: RBAC_GROUP, name });
export const serviceAccount = (name: string): Subject => ({ kind: 'ServiceAccount', name, namespace: 'kube-system' });

/** The subjects of the ClusterRoleBindings that are named as the ClusterRole they bind. */
export const clusterBindings: Readonly<Record<string, readonly Subject[]>> = {
  'cluster-admin': [group(MASTERS_GROUP)],
  'system:monitoring': [group(MONITORING_GROUP)],
  'system:discovery': [group(AUTHENTICATED_GROUP)],
  'system:basic-user': [group(AUTHENTICATED_GROUP)],
  'system:public-info-viewer': [group(AUTHENTICATED_GROUP), group(UNAUTHENTICATED_GROUP)],
  'system:node-proxier': [user(PROXY_USER)],
  'system:kube-controller-manager': [user(CONTROLLER_MANAGER_USER)],
  'system:kube-dns': [serviceAccount('kube-dns')],
  'system:kube-scheduler': [user(SCHEDULER_USER)],
  'system:volume-scheduler': [user(SCHEDULER_USER)],
  // Kubelets are allowed by the Node authorizer. The binding stays, for those who add subjects to it.
  'system:node': [],
  'system:service-account-issuer-discovery': [group(SERVICE_ACCOUNTS_GROUP)],
};

/** A RoleBinding without its metadata's fixed part. */
export interface NamespacedBindingData {
  readonly namespace: 'kube-system' | 'kube-public';
  readonly name: string;
  /** The Role it binds, when it is not named the same. */
  readonly role?: string;
  readonly subjects: readonly Subject[];
}

export const namespaceBindings: readonly NamespacedBindingData[] = [
  {
    namespace: 'kube-system',
    name: 'system::extension-apiserver-authentication-reader',
    role: 'extension-apiserver-authentication-reader',
    subjects: [user(CONTROLLER_MANAGER_USER), user(SCHEDULER_USER)],
  },
  {
    namespace: 'kube-system',
    name: 'system::leader-locking-kube-controller-manager',
    subjects: [user(CONTROLLER_MANAGER_USER), serviceAccount('kube-controller-manager')],
  },
  {
    namespace: 'kube-system',
    name: 'system::leader-locking-kube-scheduler',
    subjects: [user(SCHEDULER_USER), serviceAccount('kube-scheduler')],
  },
  ...['bootstrap-signer', 'cloud-provider', 'token-cleaner'].map((name) => ({
    namespace: 'kube-system' as const,
    name: `system:controller:${name}`,
    subjects: [serviceAccount(name), user(CONTROLLER_MANAGER_USER)],
  })),
  {
    namespace: 'kube-public',
    name: 'system:controller:bootstrap-signer',
    subjects: [serviceAccount('bootstrap-signer'), user(CONTROLLER_MANAGER_USER)],
  },
];
