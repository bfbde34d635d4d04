/**
 * The ClusterRoles and bindings that Kubernetes does not have: for the parts of a cluster that are Wherry's own, for nodes
 * that join as kubeadm's do, and for the controller-manager, which runs all of its controllers as one user.
 */
import { BOOTSTRAP_GROUP } from '../../../credentials/component-credentials.ts';
import { CONTROLLER_MANAGER_USER, NODES_GROUP, PROXY_USER } from '../../user.ts';
import { type Subject } from '../policy.ts';
import { group, user } from './bindings.ts';
import { allow, GROUP, read, writeEvents } from './rule.ts';
import { type RoleData } from './user-roles.ts';

export const ownRoles: readonly RoleData[] = [
  {
    name: 'system:wherry:addons',
    rules: [
      allow('create get update', GROUP.core, 'services'),
      allow('create get update', GROUP.core, 'configmaps'),
      allow('create get update', GROUP.networking, 'ingressclasses'),
    ],
  },
  // The proxy answers the cluster's DNS, in which a namespace without Services has a name too.
  { name: 'system:wherry:dns', rules: [allow('list watch', GROUP.core, 'namespaces')] },
  {
    name: 'system:wherry:gate',
    rules: [
      read(GROUP.core, 'nodes services'),
      allow('list watch', GROUP.discovery, 'endpointslices'),
      allow('patch update', GROUP.core, 'services/status'),
      writeEvents,
    ],
  },
  {
    name: 'system:wherry:ingress',
    rules: [
      read(GROUP.networking, 'ingressclasses ingresses'),
      allow('patch update', GROUP.networking, 'ingresses/status'),
      read(GROUP.core, 'secrets services'),
      allow('list watch', GROUP.discovery, 'endpointslices'),
      writeEvents,
    ],
  },
];

export interface OwnBinding {
  readonly name: string;
  readonly role: string;
  readonly subjects: readonly Subject[];
}

export const ownBindings: readonly OwnBinding[] = [
  {
    name: 'system:wherry:addons',
    role: 'system:wherry:addons',
    subjects: [user(CONTROLLER_MANAGER_USER)],
  },
  {
    name: 'system:wherry:kubelet-serving-approver',
    role: 'system:certificates.k8s.io:kubelet-serving-approver',
    subjects: [user(CONTROLLER_MANAGER_USER)],
  },
  { name: 'system:wherry:dns', role: 'system:wherry:dns', subjects: [user(PROXY_USER)] },
  { name: 'system:wherry:gate', role: 'system:wherry:gate', subjects: [user('system:wherry:gate')] },
  { name: 'system:wherry:ingress', role: 'system:wherry:ingress', subjects: [user('system:wherry:ingress')] },
  // A new node asks for a certificate, is given it, and later renews it by itself.
  { name: 'wherry:kubelet-bootstrap', role: 'system:node-bootstrapper', subjects: [group(BOOTSTRAP_GROUP)] },
  {
    name: 'wherry:node-autoapprove-bootstrap',
    role: 'system:certificates.k8s.io:certificatesigningrequests:nodeclient',
    subjects: [group(BOOTSTRAP_GROUP)],
  },
  {
    name: 'wherry:node-autoapprove-certificate-rotation',
    role: 'system:certificates.k8s.io:certificatesigningrequests:selfnodeclient',
    subjects: [group(NODES_GROUP)],
  },
];
