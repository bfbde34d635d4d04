/** How ReplicationControllers behave. */
import { setPodSpecDefaults } from './pod-defaults.ts';
import { dropDisabledPodFields } from './pod-preparation.ts';
import { podWarnings } from './pod-warnings.ts';
import {
  validateReplicationController,
  validateReplicationControllerStatus,
} from './replication-controller-validation.ts';
import type { ReplicationController } from './replication-controller.ts';
import { podNameWarnings } from '../apps-v1/workload-warnings.ts';
import { semanticEqual } from '../meta-v1/semantic-equal.ts';
import type { Strategy } from '../resources/strategy.ts';
import { FieldPath } from '../status/field-path.ts';

export const replicationControllerStrategy: Strategy<ReplicationController> = {
  // Clients from before there was garbage collection delete the pods themselves, if they want to.
  defaultPropagation: 'Orphan',
  defaults: setReplicationControllerDefaults,
  prepareForCreate: (controller) => dropDisabledTemplateFields(controller),
  prepareForUpdate: dropDisabledTemplateFields,
  validate: validateReplicationController,
  validateStatusUpdate: validateReplicationControllerStatus,
  warnings: replicationControllerWarnings,
};

/** It has the labels of its pods, and selects by them, unless it says otherwise. */
function setReplicationControllerDefaults({ metadata, spec }: ReplicationController): void {
  if (spec.template === undefined) return;
  setPodSpecDefaults(spec.template.spec);
  const { labels } = spec.template.metadata;
  if (labels === undefined) return;
  if (isEmpty(spec.selector)) spec.selector = { ...labels };
  if (isEmpty(metadata.labels)) metadata.labels = { ...labels };
}

function isEmpty(map: Readonly<Record<string, string>> = {}): boolean {
  return Object.keys(map).length === 0;
}

function dropDisabledTemplateFields({ spec }: ReplicationController, old?: Readonly<ReplicationController>): void {
  if (spec.template !== undefined) dropDisabledPodFields(spec.template.spec, old?.spec.template?.spec);
}

function replicationControllerWarnings(
  { metadata, spec }: Readonly<ReplicationController>,
  old?: Readonly<ReplicationController>,
): string[] {
  if (old !== undefined && semanticEqual(spec, old.spec)) return [];
  return [
    ...(old === undefined ? podNameWarnings(metadata) : []),
    ...(spec.template === undefined ? [] : podWarnings(spec.template, FieldPath.of('spec', 'template'))),
  ];
}
