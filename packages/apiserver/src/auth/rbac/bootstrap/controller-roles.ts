/**
 * The ClusterRoles of controllers. Each controller of the controller manager acts as a service account of its own in
 * kube-system, and may do just what its job takes.
 */
import { type PolicyRule } from '../policy.ts';
import { allow, GROUP, read, writeEvents } from './rule.ts';
import { storageControllerRules } from './storage-controller-roles.ts';

/** `extensions` once held these; objects may still be read through it. */
const APPS = 'apps extensions';

const workloads: Readonly<Record<string, readonly PolicyRule[]>> = {
  'cronjob-controller': [
    allow('get list update watch', GROUP.batch, 'cronjobs'),
    allow('create delete get list patch update watch', GROUP.batch, 'jobs'),
    allow('update', GROUP.batch, 'cronjobs/status'),
    allow('update', GROUP.batch, 'cronjobs/finalizers'),
    allow('delete list watch', GROUP.core, 'pods'),
    writeEvents,
  ],
  'daemon-set-controller': [
    read(APPS, 'daemonsets'),
    allow('update', APPS, 'daemonsets/status'),
    allow('update', APPS, 'daemonsets/finalizers'),
    allow('list watch', GROUP.core, 'nodes'),
    allow('create delete list patch watch', GROUP.core, 'pods'),
    allow('create', GROUP.core, 'pods/binding'),
    allow('create delete get list patch update watch', GROUP.apps, 'controllerrevisions'),
    writeEvents,
  ],
  'deployment-controller': [
    allow('get list update watch', APPS, 'deployments'),
    allow('update', APPS, 'deployments/status'),
    allow('update', APPS, 'deployments/finalizers'),
    allow('create delete get list patch update watch', APPS, 'replicasets'),
    allow('get list update watch', GROUP.core, 'pods'),
    writeEvents,
  ],
  'disruption-controller': [
    read(APPS, 'deployments'),
    read(APPS, 'replicasets'),
    read(GROUP.core, 'replicationcontrollers'),
    read(GROUP.policy, 'poddisruptionbudgets'),
    read(GROUP.apps, 'statefulsets'),
    allow('update', GROUP.policy, 'poddisruptionbudgets/status'),
    allow('patch update', GROUP.core, 'pods/status'),
    allow('get', '*', '*/scale'),
    writeEvents,
  ],
  'horizontal-pod-autoscaler': [
    read(GROUP.autoscaling, 'horizontalpodautoscalers'),
    allow('update', GROUP.autoscaling, 'horizontalpodautoscalers/status'),
    allow('get update', '*', '*/scale'),
    allow('list watch', GROUP.core, 'pods'),
    allow('list watch', 'metrics.k8s.io', 'pods'),
    read('custom.metrics.k8s.io', '*'),
    read('external.metrics.k8s.io', '*'),
    writeEvents,
  ],
  'job-controller': [
    allow('get list patch update watch', GROUP.batch, 'jobs'),
    allow('update', GROUP.batch, 'jobs/status'),
    allow('update', GROUP.batch, 'jobs/finalizers'),
    allow('create delete list patch watch', GROUP.core, 'pods'),
    writeEvents,
  ],
  'pod-garbage-collector': [
    allow('delete list watch', GROUP.core, 'pods'),
    read(GROUP.core, 'nodes'),
    allow('patch', GROUP.core, 'pods/status'),
  ],
  'replicaset-controller': [
    allow('get list update watch', APPS, 'replicasets'),
    allow('update', APPS, 'replicasets/status'),
    allow('update', APPS, 'replicasets/finalizers'),
    allow('create delete list patch watch', GROUP.core, 'pods'),
    writeEvents,
  ],
  'replication-controller': [
    allow('get list update watch', GROUP.core, 'replicationcontrollers'),
    allow('update', GROUP.core, 'replicationcontrollers/status'),
    allow('update', GROUP.core, 'replicationcontrollers/finalizers'),
    allow('create delete list patch watch', GROUP.core, 'pods'),
    writeEvents,
  ],
  'resource-claim-controller': [
    read(GROUP.core, 'pods'),
    allow('update', GROUP.core, 'pods/finalizers'),
    allow('create delete get list watch', GROUP.resource, 'resourceclaims'),
    allow('patch update', GROUP.resource, 'resourceclaims resourceclaims/status'),
    allow('patch update', GROUP.core, 'pods/status'),
    writeEvents,
  ],
  'statefulset-controller': [
    allow('list watch', GROUP.core, 'pods'),
    read(GROUP.apps, 'statefulsets'),
    allow('update', GROUP.apps, 'statefulsets/status'),
    allow('update', GROUP.apps, 'statefulsets/finalizers'),
    allow('create delete get patch update', GROUP.core, 'pods'),
    allow('create delete get list patch update watch', GROUP.apps, 'controllerrevisions'),
    allow('create get list watch', GROUP.core, 'persistentvolumeclaims'),
    allow('delete update', GROUP.core, 'persistentvolumeclaims'),
    allow('update', GROUP.core, 'pods/finalizers'),
    writeEvents,
  ],
  'ttl-after-finished-controller': [allow('delete get list watch', GROUP.batch, 'jobs'), writeEvents],
};

const network: Readonly<Record<string, readonly PolicyRule[]>> = {
  'endpoint-controller': [
    read(GROUP.core, 'pods services'),
    allow('create delete get list update watch', GROUP.core, 'endpoints'),
    allow('create', GROUP.core, 'endpoints/restricted'),
    writeEvents,
  ],
  'endpointslice-controller': [
    read(GROUP.core, 'nodes pods services'),
    // To own its slices with blockOwnerDeletion it must be able to set the Service's finalizers.
    allow('update', GROUP.core, 'services/finalizers'),
    allow('create delete get list update watch', GROUP.discovery, 'endpointslices'),
    writeEvents,
  ],
  'endpointslicemirroring-controller': [
    read(GROUP.core, 'endpoints services'),
    allow('update', GROUP.core, 'services/finalizers'),
    allow('update', GROUP.core, 'endpoints/finalizers'),
    allow('create delete get list update watch', GROUP.discovery, 'endpointslices'),
    writeEvents,
  ],
  'route-controller': [
    allow('list watch', GROUP.core, 'nodes'),
    allow('patch', GROUP.core, 'nodes/status'),
    writeEvents,
  ],
  'service-cidrs-controller': [
    allow('get list patch update watch', GROUP.networking, 'servicecidrs'),
    allow('patch update', GROUP.networking, 'servicecidrs/finalizers'),
    allow('patch update', GROUP.networking, 'servicecidrs/status'),
    read(GROUP.networking, 'ipaddresses'),
    writeEvents,
  ],
  'service-controller': [
    read(GROUP.core, 'services'),
    allow('patch update', GROUP.core, 'services/status'),
    allow('list watch', GROUP.core, 'nodes'),
    writeEvents,
  ],
};

const SIGNERS =
  'kubernetes.io/kube-apiserver-client kubernetes.io/kube-apiserver-client-kubelet kubernetes.io/kubelet-serving ' +
  'kubernetes.io/legacy-unknown';

const cluster: Readonly<Record<string, readonly PolicyRule[]>> = {
  'certificate-controller': [
    allow('delete get list watch', GROUP.certificates, 'certificatesigningrequests'),
    allow('update', GROUP.certificates, 'certificatesigningrequests/approval certificatesigningrequests/status'),
    allow('approve', GROUP.certificates, 'signers', 'kubernetes.io/kube-apiserver-client-kubelet'),
    allow('sign', GROUP.certificates, 'signers', SIGNERS),
    allow('create', GROUP.authorization, 'subjectaccessreviews'),
    writeEvents,
  ],
  'clusterrole-aggregation-controller': [allow('escalate get list patch update watch', GROUP.rbac, 'clusterroles')],
  'generic-garbage-collector': [allow('delete get list patch update watch', '*', '*'), writeEvents],
  'legacy-service-account-token-cleaner': [
    allow('get', GROUP.core, 'configmaps', 'kube-apiserver-legacy-service-account-token-tracking'),
    allow('delete patch', GROUP.core, 'secrets'),
  ],
  'namespace-controller': [
    allow('delete get list watch', GROUP.core, 'namespaces'),
    allow('update', GROUP.core, 'namespaces/finalize namespaces/status'),
    allow('delete deletecollection get list watch', '*', '*'),
  ],
  'node-controller': [
    allow('delete get list patch update watch', GROUP.core, 'nodes'),
    allow('patch update', GROUP.core, 'nodes/status'),
    allow('patch update', GROUP.core, 'pods/status'),
    allow('delete get list watch', GROUP.core, 'pods'),
    writeEvents,
  ],
  'resourcequota-controller': [
    allow('list watch', '*', '*'),
    allow('update', GROUP.core, 'resourcequotas/status'),
    writeEvents,
  ],
  'root-ca-cert-publisher': [allow('create update', GROUP.core, 'configmaps'), writeEvents],
  'service-account-controller': [allow('create', GROUP.core, 'serviceaccounts'), writeEvents],
  'ttl-controller': [allow('list patch update watch', GROUP.core, 'nodes'), writeEvents],
  'validatingadmissionpolicy-status-controller': [
    read(GROUP.admission, 'validatingadmissionpolicies'),
    allow('get patch update', GROUP.admission, 'validatingadmissionpolicies/status'),
    writeEvents,
  ],
};

/** The rules of each controller, by the name of its service account in kube-system. */
export const controllerRules: Readonly<Record<string, readonly PolicyRule[]>> = {
  ...workloads,
  ...network,
  ...cluster,
  ...storageControllerRules,
};
