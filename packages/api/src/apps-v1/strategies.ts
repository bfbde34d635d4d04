import { validateControllerRevision, validateControllerRevisionUpdate } from './controller-revision-validation.ts';
import { validateDaemonSet, validateDaemonSetStatus, validateDaemonSetUpdate } from './daemon-set-validation.ts';
import {
  setDaemonSetDefaults,
  setDeploymentDefaults,
  setReplicaSetDefaults,
  setStatefulSetDefaults,
} from './defaults.ts';
import { validateDeployment, validateDeploymentStatus, validateDeploymentUpdate } from './deployment-validation.ts';
import { validateReplicaSet, validateReplicaSetStatus, validateReplicaSetUpdate } from './replica-set-validation.ts';
import { ControllerRevisions, DaemonSets, Deployments, ReplicaSets, StatefulSets } from './resources.ts';
import {
  validateStatefulSet,
  validateStatefulSetStatus,
  validateStatefulSetUpdate,
} from './stateful-set-validation.ts';
import { countTemplateGeneration } from './template-generation.ts';
import { statefulSetWarnings, templateWarnings, workloadWarnings } from './workload-warnings.ts';
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
    prepareForStatusUpdate({ metadata }, { metadata: { labels } }) {
      if (labels === undefined) delete metadata.labels;
      else metadata.labels = { ...labels };
    },
    validate: validateDeployment,
    validateUpdate: validateDeploymentUpdate,
    validateStatusUpdate: validateDeploymentStatus,
    warnings: workloadWarnings,
  }),
  strategyFor(ReplicaSets, {
    defaults: setReplicaSetDefaults,
    validate: validateReplicaSet,
    validateUpdate: validateReplicaSetUpdate,
    validateStatusUpdate: validateReplicaSetStatus,
    warnings: workloadWarnings,
  }),
  strategyFor(StatefulSets, {
    nameRule: nameIsDnsLabel,
    defaults: setStatefulSetDefaults,
    validate: validateStatefulSet,
    validateUpdate: validateStatefulSetUpdate,
    validateStatusUpdate: validateStatefulSetStatus,
    warnings: statefulSetWarnings,
  }),
  strategyFor(DaemonSets, {
    defaults: setDaemonSetDefaults,
    prepareForCreate: (set) => countTemplateGeneration(set),
    prepareForUpdate: countTemplateGeneration,
    validate: (set) => validateDaemonSet(set),
    validateUpdate: validateDaemonSetUpdate,
    validateStatusUpdate: validateDaemonSetStatus,
    warnings: templateWarnings,
  }),
  strategyFor(ControllerRevisions, {
    validate: validateControllerRevision,
    validateUpdate: validateControllerRevisionUpdate,
  }),
];
