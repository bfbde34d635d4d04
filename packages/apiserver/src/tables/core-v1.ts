import {
  ComponentStatuses,
  ConfigMaps,
  Events,
  Namespaces,
  ReplicationControllers,
  Secrets,
  ServiceAccounts,
} from '@wherry/api/core-v1';
import { formatLabels } from '@wherry/api/selectors';
import { formatAge } from './age.ts';
import { ageColumn, column, nameColumn, wideColumn } from './columns.ts';
import { containerCells, containerColumns } from './container-cells.ts';
import { endpointsTable } from './endpoints.ts';
import { eventTable } from './event.ts';
import { nodeTable } from './node.ts';
import { persistentVolumeClaimTable, persistentVolumeTable } from './persistent-volume.ts';
import { podTables } from './pod.ts';
import { resourceQuotaTable } from './resource-quota.ts';
import { serviceTable } from './service.ts';
import { tableFor, type TableEntry } from './table-columns.ts';

/** How the kinds of this group are shown. */
export const tables: readonly TableEntry[] = [
  ...podTables,
  tableFor(ComponentStatuses, {
    columns: [
      nameColumn,
      column('Status', 'Whether it is well.'),
      column('Message', 'What its health check said.'),
      column('Error', 'Why its health check failed.'),
    ],
    cells: ({ metadata, conditions = [] }) => {
      const health = conditions.find(({ type }) => type === 'Healthy');
      const status = health === undefined ? 'Unknown' : health.status === 'True' ? 'Healthy' : 'Unhealthy';
      return [metadata.name ?? '', status, health?.message ?? '', health?.error ?? ''];
    },
  }),
  tableFor(ConfigMaps, {
    columns: [nameColumn, column('Data', 'How many keys it has.'), ageColumn],
    cells: ({ metadata, data = {}, binaryData = {} }, now) => [
      metadata.name ?? '',
      Object.keys(data).length + Object.keys(binaryData).length,
      formatAge(metadata.creationTimestamp, now),
    ],
  }),
  endpointsTable,
  tableFor(Events, eventTable),
  tableFor(Namespaces, {
    columns: [nameColumn, column('Status', 'Active, or Terminating while it is being deleted.'), ageColumn],
    cells: ({ metadata, status }, now) => [
      metadata.name ?? '',
      status.phase ?? '',
      formatAge(metadata.creationTimestamp, now),
    ],
  }),
  nodeTable,
  persistentVolumeClaimTable,
  persistentVolumeTable,
  tableFor(ReplicationControllers, {
    columns: [
      nameColumn,
      column('Desired', 'How many pods there should be.', 'integer'),
      column('Current', 'How many pods there are.', 'integer'),
      column('Ready', 'How many of them are ready.', 'integer'),
      ageColumn,
      ...containerColumns,
      wideColumn('Selector', 'Labels of its pods.'),
    ],
    cells: ({ metadata, spec, status }, now) => [
      metadata.name ?? '',
      spec.replicas ?? 0,
      status.replicas,
      status.readyReplicas ?? 0,
      formatAge(metadata.creationTimestamp, now),
      ...containerCells(spec.template?.spec.containers ?? []),
      formatLabels(spec.selector),
    ],
  }),
  resourceQuotaTable,
  tableFor(Secrets, {
    columns: [nameColumn, column('Type', 'What it holds.'), column('Data', 'How many keys it has.'), ageColumn],
    cells: ({ metadata, type = '', data = {} }, now) => [
      metadata.name ?? '',
      type,
      Object.keys(data).length,
      formatAge(metadata.creationTimestamp, now),
    ],
  }),
  tableFor(ServiceAccounts, {
    columns: [nameColumn, column('Secrets', 'How many Secrets it names.'), ageColumn],
    cells: ({ metadata, secrets = [] }, now) => [
      metadata.name ?? '',
      secrets.length,
      formatAge(metadata.creationTimestamp, now),
    ],
  }),
  serviceTable,
];
