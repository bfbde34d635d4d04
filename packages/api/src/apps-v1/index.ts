export { ControllerRevision } from './controller-revision.ts';
export {
  DaemonSet,
  DaemonSetCondition,
  DaemonSetSpec,
  DaemonSetStatus,
  DaemonSetUpdateStrategy,
  DaemonSetUpdateStrategyType,
  RollingUpdateDaemonSet,
} from './daemon-set.ts';
export {
  Deployment,
  DeploymentCondition,
  DeploymentSpec,
  DeploymentStatus,
  DeploymentStrategy,
  DeploymentStrategyType,
  RollingUpdateDeployment,
} from './deployment.ts';
export { ReplicaSet, ReplicaSetCondition, ReplicaSetSpec, ReplicaSetStatus } from './replica-set.ts';
export { ControllerRevisions, DaemonSets, Deployments, ReplicaSets, StatefulSets } from './resources.ts';
export {
  PersistentVolumeClaimRetentionPolicyType,
  PodManagementPolicyType,
  RollingUpdateStatefulSetStrategy,
  StatefulSet,
  StatefulSetCondition,
  StatefulSetOrdinals,
  StatefulSetPersistentVolumeClaimRetentionPolicy,
  StatefulSetSpec,
  StatefulSetStatus,
  StatefulSetUpdateStrategy,
  StatefulSetUpdateStrategyType,
} from './stateful-set.ts';
