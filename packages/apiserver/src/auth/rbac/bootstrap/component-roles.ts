/** The ClusterRoles of control-plane components, add-ons, and of everybody. */
import { type PolicyRule } from '../policy.ts';
import { allow, allowPaths, GROUP, read, READ_UPDATE, READ_WRITE, writeEvents } from './rule.ts';
import { type RoleData } from './user-roles.ts';

const reviewAccess: readonly PolicyRule[] = [
  allow('create', GROUP.authentication, 'tokenreviews'),
  allow('create', GROUP.authorization, 'subjectaccessreviews'),
];

const approver = (signer: string): RoleData => ({
  name: `system:certificates.k8s.io:${signer}-approver`,
  rules: [allow('approve', GROUP.certificates, 'signers', `kubernetes.io/${signer}`)],
});

const everybody: readonly RoleData[] = [
  {
    name: 'system:discovery',
    rules: [
      allowPaths('get', '/api /api/* /apis /apis/* /healthz /livez /openapi /openapi/* /readyz /version /version/'),
    ],
  },
  {
    name: 'system:basic-user',
    rules: [
      allow('create', GROUP.authorization, 'selfsubjectaccessreviews selfsubjectrulesreviews'),
      allow('create', GROUP.authentication, 'selfsubjectreviews'),
    ],
  },
  { name: 'system:public-info-viewer', rules: [allowPaths('get', '/healthz /livez /readyz /version /version/')] },
  {
    name: 'system:service-account-issuer-discovery',
    // Some clients end the paths with a slash, because the published description of the API once did.
    rules: [
      allowPaths(
        'get',
        '/.well-known/openid-configuration /.well-known/openid-configuration/ /openid/v1/jwks /openid/v1/jwks/',
      ),
    ],
  },
  {
    name: 'system:monitoring',
    rules: [
      allowPaths('get', '/healthz /healthz/* /livez /livez/* /metrics /metrics/slis /readyz /readyz/*'),
      allow('get', GROUP.core, 'nodes/metrics'),
    ],
  },
];

const controlPlane: readonly RoleData[] = [
  {
    name: 'system:kube-controller-manager',
    rules: [
      writeEvents,
      allow('create', GROUP.coordination, 'leases'),
      allow('get update', GROUP.coordination, 'leases', 'kube-controller-manager'),
      allow('create', GROUP.core, 'secrets serviceaccounts'),
      allow('delete', GROUP.core, 'secrets'),
      allow('get', GROUP.core, 'configmaps namespaces secrets serviceaccounts'),
      allow('update', GROUP.core, 'secrets serviceaccounts'),
      ...reviewAccess,
      allow('list watch', '*', '*'),
      allow('create', GROUP.core, 'serviceaccounts/token'),
    ],
  },
  {
    name: 'system:kube-scheduler',
    rules: [
      writeEvents,
      allow('create', GROUP.coordination, 'leases'),
      allow('get list update watch', GROUP.coordination, 'leases', 'kube-scheduler'),
      allow(READ_WRITE, GROUP.coordination, 'leasecandidates'),
      read(GROUP.core, 'nodes'),
      allow('delete get list watch', GROUP.core, 'pods'),
      allow('create', GROUP.core, 'bindings pods/binding'),
      allow('patch update', GROUP.core, 'pods/status'),
      read(GROUP.core, 'replicationcontrollers services'),
      read('apps extensions', 'replicasets'),
      read(GROUP.apps, 'statefulsets'),
      read(GROUP.policy, 'poddisruptionbudgets'),
      read(GROUP.core, 'persistentvolumeclaims persistentvolumes'),
      ...reviewAccess,
      read(GROUP.storage, 'csinodes'),
      read(GROUP.storage, 'volumeattachments'),
      read(GROUP.core, 'namespaces'),
      read(GROUP.storage, 'csidrivers'),
      read(GROUP.storage, 'csistoragecapacities'),
      read(GROUP.resource, 'deviceclasses'),
      allow(READ_UPDATE, GROUP.resource, 'resourceclaims'),
      allow(READ_UPDATE, GROUP.resource, 'resourceclaims/status'),
      allow('update', GROUP.core, 'pods/finalizers'),
      read(GROUP.resource, 'resourceslices'),
    ],
  },
  {
    name: 'system:volume-scheduler',
    rules: [
      allow(READ_UPDATE, GROUP.core, 'persistentvolumes'),
      read(GROUP.storage, 'storageclasses'),
      allow(READ_UPDATE, GROUP.core, 'persistentvolumeclaims'),
    ],
  },
  { name: 'system:kube-aggregator', rules: [read(GROUP.core, 'endpoints services')] },
];

const addOns: readonly RoleData[] = [
  { name: 'system:auth-delegator', rules: reviewAccess },
  { name: 'system:kube-dns', rules: [allow('list watch', GROUP.core, 'endpoints services')] },
  {
    name: 'system:heapster',
    rules: [read(GROUP.core, 'events namespaces nodes pods'), read(GROUP.extensions, 'deployments')],
  },
  {
    name: 'system:persistent-volume-provisioner',
    rules: [
      allow('create delete get list watch', GROUP.core, 'persistentvolumes'),
      allow('get list update watch', GROUP.core, 'persistentvolumeclaims'),
      read(GROUP.storage, 'storageclasses'),
      allow('watch', GROUP.core, 'events'),
      writeEvents,
    ],
  },
];

const certificates: readonly RoleData[] = [
  ...['nodeclient', 'selfnodeclient'].map((which) => ({
    name: `system:certificates.k8s.io:certificatesigningrequests:${which}`,
    rules: [allow('create', GROUP.certificates, `certificatesigningrequests/${which}`)],
  })),
  ...['legacy-unknown', 'kubelet-serving', 'kube-apiserver-client', 'kube-apiserver-client-kubelet'].map(approver),
];

export const componentRoles: readonly RoleData[] = [...everybody, ...controlPlane, ...addOns, ...certificates];
