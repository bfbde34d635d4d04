import {
  ControllerRevisions,
  DaemonSets,
  Deployments,
  ReplicaSets,
  StatefulSets,
  type ControllerRevision,
  type Deployment,
} from '@wherry/api/apps-v1';
import { compileLabelSelector, formatLabels, formatLabelSelector, SelectorError } from '@wherry/api/selectors';
import { formatAge } from './age.ts';
import { ageColumn, column, nameColumn, wideColumn } from './columns.ts';
import { containerCells, containerColumns } from './container-cells.ts';
import { tableFor, type TableEntry } from './table-columns.ts';

const selectorColumn = wideColumn('Selector', 'Labels of its pods.');

/** How the kinds of this group are shown. */
export const tables: readonly TableEntry[] = [
  tableFor(Deployments, {
    columns: [
      nameColumn,
      column('Ready', 'Pods that are ready, of those wanted.'),
      column('Up-to-date', 'Pods of the current template.'),
      column('Available', 'Pods that have been ready for long enough.'),
      ageColumn,
      ...containerColumns,
      selectorColumn,
    ],
    cells: ({ metadata, spec, status }, now) => [
      metadata.name ?? '',
      `${status.readyReplicas ?? 0}/${spec.replicas ?? 0}`,
      status.updatedReplicas ?? 0,
      status.availableReplicas ?? 0,
      formatAge(metadata.creationTimestamp, now),
      ...containerCells(spec.template.spec.containers),
      formatDeploymentSelector(spec),
    ],
  }),
  tableFor(ReplicaSets, {
    columns: [
      nameColumn,
      column('Desired', 'Pods wanted.', 'integer'),
      column('Current', 'Pods there are.', 'integer'),
      column('Ready', 'Pods that are ready.', 'integer'),
      ageColumn,
      ...containerColumns,
      selectorColumn,
    ],
    cells: ({ metadata, spec, status }, now) => [
      metadata.name ?? '',
      spec.replicas ?? 0,
      status.replicas,
      status.readyReplicas ?? 0,
      formatAge(metadata.creationTimestamp, now),
      ...containerCells(spec.template.spec.containers),
      formatLabelSelector(spec.selector),
    ],
  }),
  tableFor(StatefulSets, {
    columns: [nameColumn, column('Ready', 'Pods that are ready, of those wanted.'), ageColumn, ...containerColumns],
    cells: ({ metadata, spec, status }, now) => [
      metadata.name ?? '',
      `${status.readyReplicas ?? 0}/${spec.replicas ?? 0}`,
      formatAge(metadata.creationTimestamp, now),
      ...containerCells(spec.template.spec.containers),
    ],
  }),
  tableFor(DaemonSets, {
    columns: [
      nameColumn,
      column('Desired', 'Nodes that should run its pod.', 'integer'),
      column('Current', 'Nodes that should and do.', 'integer'),
      column('Ready', 'Nodes whose pod is ready.', 'integer'),
      column('Up-to-date', 'Nodes whose pod is of the current template.', 'integer'),
      column('Available', 'Nodes whose pod has been ready for long enough.', 'integer'),
      column('Node Selector', 'Labels of the nodes that its pods need.'),
      ageColumn,
      ...containerColumns,
      selectorColumn,
    ],
    cells: ({ metadata, spec, status }, now) => [
      metadata.name ?? '',
      status.desiredNumberScheduled,
      status.currentNumberScheduled,
      status.numberReady,
      status.updatedNumberScheduled ?? 0,
      status.numberAvailable ?? 0,
      formatLabels(spec.template.spec.nodeSelector),
      formatAge(metadata.creationTimestamp, now),
      ...containerCells(spec.template.spec.containers),
      formatLabelSelector(spec.selector),
    ],
  }),
  tableFor(ControllerRevisions, {
    columns: [
      nameColumn,
      column('Controller', 'The object whose state this was.'),
      column('Revision', 'Which state, counted from the first.'),
      ageColumn,
    ],
    cells: ({ metadata, revision }, now) => [
      metadata.name ?? '',
      formatController(metadata),
      revision,
      formatAge(metadata.creationTimestamp, now),
    ],
  }),
];

// A Deployment's selector is shown as it is, without the word for an empty one.
function formatDeploymentSelector({ selector }: Deployment['spec']): string {
  try {
    return compileLabelSelector(selector).toString();
  } catch (error) {
    if (error instanceof SelectorError) return '<invalid>';
    throw error;
  }
}

function formatController({ ownerReferences = [] }: ControllerRevision['metadata']): string {
  const owner = ownerReferences.find(({ controller }) => controller === true);
  if (owner === undefined) return '<none>';
  const group = owner.apiVersion.includes('/') ? owner.apiVersion.slice(0, owner.apiVersion.indexOf('/')) : '';
  const kind = group === '' ? owner.kind : `${owner.kind}.${group}`;
  return `${kind.toLowerCase()}/${owner.name}`;
}
