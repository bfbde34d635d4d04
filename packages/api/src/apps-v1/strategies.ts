import { validateControllerRevision, validateControllerRevisionUpdate } from './controller-revision-validation.ts';
import { validateDaemonSet, validateDaemonSetStatus, validateDaemonSetUpdate } from './daemon-set-validation.ts';
import {
  setDaemonSetDefaults,
  setDeploymentDefaults,
  setReplicaSetDefaults,
  setStatefulSetDefaults,
} from './defaults.ts';
import { validateDeployment, validateDeploymentStatus, validateDeploymentUpdate } from './deployment-validation.ts';
import { podNameWarnings } from './pod-name-warnings.ts';
import { validateReplicaSet, validateReplicaSetStatus, validateReplicaSetUpdate } from './replica-set-validation.ts';
import { ControllerRevisions, DaemonSets, Deployments, ReplicaSets, StatefulSets } from './resources.ts';
import {
  validateStatefulSet,
  validateStatefulSetStatus,
  validateStatefulSetUpdate,
} from './stateful-set-validation.ts';
import { countTemplateGeneration } from './template-generation.ts';
import { semanticEqual } from '../meta-v1/semantic-equal.ts';
import { nameIsDnsLabel } from '../names/object-names.ts';
import { strategyFor, type StrategyEntry } from '../resources/strategy.ts';

/** How the kinds of this group behave. */
export const strategies: readonly StrategyEntry[] = [
  strategyFor(Deployments, {
    defaults: setDeploymentDefaults,
    // Annotations count because they are copied to the ReplicaSets.
    changesGeneration: (now, old) =>
      !semanticEqual(now.spec, old.spec) || !semanticEqual(now.metadata.annotations, old.metadata.annotations),
    validate: validateDeployment,
    validateUpdate: validateDeploymentUpdate,
    validateStatusUpdate: validateDeploymentStatus,
    warnings: (deployment, old) => (old === undefined ? podNameWarnings(deployment.metadata) : []),
  }),
  strategyFor(ReplicaSets, {
    defaults: setReplicaSetDefaults,
    validate: validateReplicaSet,
    validateUpdate: validateReplicaSetUpdate,
    validateStatusUpdate: validateReplicaSetStatus,
    warnings: (set, old) => (old === undefined ? podNameWarnings(set.metadata) : []),
  }),
  strategyFor(StatefulSets, {
    nameRule: nameIsDnsLabel,
    defaults: setStatefulSetDefaults,
    validate: validateStatefulSet,
    validateUpdate: validateStatefulSetUpdate,
    validateStatusUpdate: validateStatefulSetStatus,
    warnings: ({ spec }) =>
      (spec.revisionHistoryLimit ?? 0) < 0
        ? ['spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended']
        : [],
  }),
  strategyFor(DaemonSets, {
    defaults: setDaemonSetDefaults,
    prepareForCreate: (set) => countTemplateGeneration(set),
    prepareForUpdate: countTemplateGeneration,
    validate: (set) => validateDaemonSet(set),
    validateUpdate: validateDaemonSetUpdate,
    validateStatusUpdate: validateDaemonSetStatus,
  }),
  strategyFor(ControllerRevisions, {
    validate: validateControllerRevision,
    validateUpdate: validateControllerRevisionUpdate,
  }),
];
