/** The Roles and RoleBindings in kube-system and kube-public. */
import { type PolicyRule } from '../policy.ts';
import { allow, GROUP, read, READ, writeEvents } from './rule.ts';

/** A Role without its metadata's fixed part. */
export interface NamespacedRoleData {
  readonly namespace: 'kube-system' | 'kube-public';
  readonly name: string;
  readonly rules: readonly PolicyRule[];
}

/** What a component needs for electing a leader by a lock of this name. */
const leaderLocking = (component: string): NamespacedRoleData => ({
  namespace: 'kube-system',
  name: `system::leader-locking-${component}`,
  rules: [
    allow('watch', GROUP.core, 'configmaps'),
    allow('get update', GROUP.core, 'configmaps', component),
    allow('create get list update watch', GROUP.coordination, 'leases'),
    allow('create get list update watch', GROUP.coordination, 'leasecandidates'),
  ],
});

export const namespaceRoles: readonly NamespacedRoleData[] = [
  {
    namespace: 'kube-system',
    name: 'extension-apiserver-authentication-reader',
    rules: [allow(READ, GROUP.core, 'configmaps', 'extension-apiserver-authentication')],
  },
  leaderLocking('kube-controller-manager'),
  leaderLocking('kube-scheduler'),
  { namespace: 'kube-system', name: 'system:controller:bootstrap-signer', rules: [read(GROUP.core, 'secrets')] },
  {
    namespace: 'kube-system',
    name: 'system:controller:cloud-provider',
    rules: [allow('create get list watch', GROUP.core, 'configmaps')],
  },
  {
    namespace: 'kube-system',
    name: 'system:controller:token-cleaner',
    rules: [allow('delete get list watch', GROUP.core, 'secrets'), writeEvents],
  },
  {
    namespace: 'kube-public',
    name: 'system:controller:bootstrap-signer',
    rules: [read(GROUP.core, 'configmaps'), allow('update', GROUP.core, 'configmaps', 'cluster-info'), writeEvents],
  },
];
