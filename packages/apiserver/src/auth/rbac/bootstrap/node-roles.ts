/** The ClusterRoles of what runs on nodes: kubelet, proxy, and what talks to kubelets. */
import { type PolicyRule } from '../policy.ts';
import { allow, GROUP, read, writeEvents } from './rule.ts';
import { type RoleData } from './user-roles.ts';

/**
 * What any kubelet may do. The Node authorizer narrows it to what concerns the kubelet's own node, and NodeRestriction
 * admission looks into what it writes.
 */
export const nodeRules: readonly PolicyRule[] = [
  allow('create', GROUP.authentication, 'tokenreviews'),
  allow('create', GROUP.authorization, 'localsubjectaccessreviews subjectaccessreviews'),
  read(GROUP.core, 'services'),
  allow('create get list watch', GROUP.core, 'nodes'),
  allow('patch update', GROUP.core, 'nodes/status'),
  allow('patch update', GROUP.core, 'nodes'),
  allow('create patch update', GROUP.core, 'events'),
  read(GROUP.core, 'pods'),
  allow('create delete', GROUP.core, 'pods'),
  allow('patch update', GROUP.core, 'pods/status'),
  allow('create', GROUP.core, 'pods/eviction'),
  read(GROUP.core, 'configmaps secrets'),
  allow('get', GROUP.core, 'persistentvolumeclaims persistentvolumes'),
  allow('get', GROUP.core, 'endpoints'),
  allow('create get list watch', GROUP.certificates, 'certificatesigningrequests'),
  allow('create delete get patch update', GROUP.coordination, 'leases'),
  allow('get', GROUP.storage, 'volumeattachments'),
  allow('create', GROUP.core, 'serviceaccounts/token'),
  allow('get patch update', GROUP.core, 'persistentvolumeclaims/status'),
  read(GROUP.storage, 'csidrivers'),
  allow('create delete get patch update', GROUP.storage, 'csinodes'),
  read(GROUP.node, 'runtimeclasses'),
  allow('get', GROUP.resource, 'resourceclaims'),
  allow('deletecollection', GROUP.resource, 'resourceslices'),
  allow('get', GROUP.core, 'serviceaccounts'),
];

export const nodeRoles: readonly RoleData[] = [
  { name: 'system:node', rules: nodeRules },
  {
    name: 'system:node-problem-detector',
    rules: [allow('get', GROUP.core, 'nodes'), allow('patch', GROUP.core, 'nodes/status'), writeEvents],
  },
  {
    name: 'system:node-bootstrapper',
    rules: [allow('create get list watch', GROUP.certificates, 'certificatesigningrequests')],
  },
  {
    name: 'system:node-proxier',
    rules: [
      allow('list watch', GROUP.core, 'endpoints services'),
      read(GROUP.core, 'nodes'),
      writeEvents,
      allow('list watch', GROUP.networking, 'servicecidrs'),
      allow('list watch', GROUP.discovery, 'endpointslices'),
    ],
  },
  {
    name: 'system:kubelet-api-admin',
    rules: [
      read(GROUP.core, 'nodes'),
      allow('proxy', GROUP.core, 'nodes'),
      allow('*', GROUP.core, 'nodes/log nodes/metrics nodes/proxy nodes/stats'),
      allow('*', GROUP.core, 'nodes/configz nodes/healthz nodes/pods'),
    ],
  },
];
