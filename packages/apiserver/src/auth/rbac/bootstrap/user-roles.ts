/** The ClusterRoles for people: cluster-admin, and admin, edit and view with the pieces that they are made of. */
import { type AggregationRule, type PolicyRule } from '../policy.ts';
import { allow, allowPaths, GROUP, read, READ_WRITE, write } from './rule.ts';

/** A ClusterRole without its metadata's fixed part. */
export interface RoleData {
  readonly name: string;
  readonly rules?: readonly PolicyRule[];
  /** The user role that this role becomes part of. */
  readonly partOf?: 'admin' | 'edit' | 'view';
  readonly aggregationRule?: AggregationRule;
}

const aggregate = (name: 'admin' | 'edit' | 'view', partOf?: 'admin' | 'edit'): RoleData => ({
  name,
  ...(partOf === undefined ? {} : { partOf }),
  aggregationRule: {
    clusterRoleSelectors: [{ matchLabels: { [`rbac.authorization.k8s.io/aggregate-to-${name}`]: 'true' } }],
  },
});

const adminRules: readonly PolicyRule[] = [
  allow('create', GROUP.authorization, 'localsubjectaccessreviews'),
  allow(READ_WRITE, GROUP.rbac, 'rolebindings roles'),
];

const editRules: readonly PolicyRule[] = [
  // Reading these is as good as using them: that is why `view` has none of them.
  read(GROUP.core, 'pods/attach pods/exec pods/portforward pods/proxy secrets services/proxy'),
  allow('impersonate', GROUP.core, 'serviceaccounts'),
  write(GROUP.core, 'pods pods/attach pods/exec pods/portforward pods/proxy'),
  allow('create', GROUP.core, 'pods/eviction'),
  write(
    GROUP.core,
    'configmaps events persistentvolumeclaims replicationcontrollers replicationcontrollers/scale secrets ' +
      'serviceaccounts services services/proxy',
  ),
  allow('create', GROUP.core, 'serviceaccounts/token'),
  write(
    GROUP.apps,
    'daemonsets deployments deployments/rollback deployments/scale replicasets replicasets/scale statefulsets ' +
      'statefulsets/scale',
  ),
  write(GROUP.autoscaling, 'horizontalpodautoscalers'),
  write(GROUP.batch, 'cronjobs jobs'),
  write(
    GROUP.extensions,
    'daemonsets deployments deployments/rollback deployments/scale ingresses networkpolicies replicasets ' +
      'replicasets/scale replicationcontrollers/scale',
  ),
  write(GROUP.policy, 'poddisruptionbudgets'),
  write(GROUP.networking, 'ingresses networkpolicies'),
  allow(READ_WRITE, GROUP.coordination, 'leases'),
  write(GROUP.resource, 'resourceclaims resourceclaimtemplates'),
];

const viewRules: readonly PolicyRule[] = [
  read(
    GROUP.core,
    'configmaps endpoints persistentvolumeclaims persistentvolumeclaims/status pods replicationcontrollers ' +
      'replicationcontrollers/scale serviceaccounts services services/status',
  ),
  read(
    GROUP.core,
    'bindings events limitranges namespaces/status pods/log pods/status replicationcontrollers/status ' +
      'resourcequotas resourcequotas/status',
  ),
  // Bound in a namespace, this shows that namespace only.
  read(GROUP.core, 'namespaces'),
  read(GROUP.discovery, 'endpointslices'),
  read(
    GROUP.apps,
    'controllerrevisions daemonsets daemonsets/status deployments deployments/scale deployments/status replicasets ' +
      'replicasets/scale replicasets/status statefulsets statefulsets/scale statefulsets/status',
  ),
  read(GROUP.autoscaling, 'horizontalpodautoscalers horizontalpodautoscalers/status'),
  read(GROUP.batch, 'cronjobs cronjobs/status jobs jobs/status'),
  read(
    GROUP.extensions,
    'daemonsets daemonsets/status deployments deployments/scale deployments/status ingresses ingresses/status ' +
      'networkpolicies replicasets replicasets/scale replicasets/status replicationcontrollers/scale',
  ),
  read(GROUP.policy, 'poddisruptionbudgets poddisruptionbudgets/status'),
  read(GROUP.networking, 'ingresses ingresses/status networkpolicies'),
  read(GROUP.resource, 'resourceclaims resourceclaims/status resourceclaimtemplates'),
];

export const userRoles: readonly RoleData[] = [
  { name: 'cluster-admin', rules: [allow('*', '*', '*'), allowPaths('*', '*')] },
  aggregate('admin'),
  aggregate('edit', 'admin'),
  aggregate('view', 'edit'),
  { name: 'system:aggregate-to-admin', partOf: 'admin', rules: adminRules },
  { name: 'system:aggregate-to-edit', partOf: 'edit', rules: editRules },
  { name: 'system:aggregate-to-view', partOf: 'view', rules: viewRules },
  { name: 'system:aggregated-metrics-reader', partOf: 'view', rules: [read(GROUP.metrics, 'nodes pods')] },
];
