/** What workloads do when they do not say, as far as it depends on other fields; constants are in the schema. */
import type { DaemonSet } from './daemon-set.ts';
import type { Deployment } from './deployment.ts';
import type { ReplicaSet } from './replica-set.ts';
import type { StatefulSet } from './stateful-set.ts';
import { setPodSpecDefaults } from '../core-v1/pod-defaults.ts';

/** Pods are replaced a quarter at a time. */
export function setDeploymentDefaults({ spec }: Deployment): void {
  if (spec.strategy.type === 'RollingUpdate') {
    spec.strategy.rollingUpdate = { maxUnavailable: '25%', maxSurge: '25%', ...spec.strategy.rollingUpdate };
  }
  setPodSpecDefaults(spec.template.spec);
}

export function setReplicaSetDefaults({ spec }: ReplicaSet): void {
  setPodSpecDefaults(spec.template.spec);
}

/** Nodes are changed one at a time. */
export function setDaemonSetDefaults({ spec }: DaemonSet): void {
  if (spec.updateStrategy.type === 'RollingUpdate') {
    spec.updateStrategy.rollingUpdate = { maxUnavailable: 1, maxSurge: 0, ...spec.updateStrategy.rollingUpdate };
  }
  setPodSpecDefaults(spec.template.spec);
}

/** Pods are replaced one at a time, and their claims stay. */
export function setStatefulSetDefaults({ spec }: StatefulSet): void {
  const { updateStrategy } = spec;
  if (updateStrategy.type === undefined) {
    updateStrategy.type = 'RollingUpdate';
    updateStrategy.rollingUpdate ??= {};
  }
  if (updateStrategy.type === 'RollingUpdate' && updateStrategy.rollingUpdate !== undefined) {
    updateStrategy.rollingUpdate = { partition: 0, maxUnavailable: 1, ...updateStrategy.rollingUpdate };
  }
  spec.persistentVolumeClaimRetentionPolicy ??= { whenDeleted: 'Retain', whenScaled: 'Retain' };
  for (const claim of spec.volumeClaimTemplates ?? []) {
    claim.apiVersion ||= 'v1';
    claim.kind ||= 'PersistentVolumeClaim';
  }
  setPodSpecDefaults(spec.template.spec);
}
