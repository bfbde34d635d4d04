import {
  DeviceClasses,
  ResourceClaims,
  ResourceClaimTemplates,
  ResourceSlices,
  type ResourceClaim,
} from '@wherry/api/resource-v1';
import { formatAge } from './age.ts';
import { ageColumn, column, nameColumn } from './columns.ts';
import { tableFor, type TableEntry } from './table-columns.ts';

/** How the kinds of this group are shown. */
export const tables: readonly TableEntry[] = [
  tableFor(DeviceClasses, {
    columns: [nameColumn, ageColumn],
    cells: ({ metadata }, now) => [metadata.name ?? '', formatAge(metadata.creationTimestamp, now)],
  }),
  tableFor(ResourceClaims, {
    columns: [nameColumn, column('State', 'Whether the claim is pending, allocated, reserved, deleted.'), ageColumn],
    cells: (claim, now) => [
      claim.metadata.name ?? '',
      stateOf(claim),
      formatAge(claim.metadata.creationTimestamp, now),
    ],
  }),
  tableFor(ResourceClaimTemplates, {
    columns: [nameColumn, ageColumn],
    cells: ({ metadata }, now) => [metadata.name ?? '', formatAge(metadata.creationTimestamp, now)],
  }),
  tableFor(ResourceSlices, {
    columns: [
      nameColumn,
      column('Node', 'The one node that can reach the devices, if there is one.'),
      column('Driver', 'Driver of the devices.'),
      column('Pool', 'Pool that the devices are in.'),
      ageColumn,
    ],
    cells: ({ metadata, spec }, now) => [
      metadata.name ?? '',
      spec.nodeName ?? '',
      spec.driver,
      spec.pool.name,
      formatAge(metadata.creationTimestamp, now),
    ],
  }),
];

function stateOf({ metadata, status }: Readonly<ResourceClaim>): string {
  const { allocation, reservedFor = [] } = status ?? {};
  const isDeleted = metadata.deletionTimestamp !== undefined;
  const states = [
    ...(isDeleted ? ['deleted'] : []),
    ...(allocation === undefined && !isDeleted ? ['pending'] : []),
    ...(allocation === undefined ? [] : ['allocated']),
    ...(allocation === undefined || reservedFor.length === 0 ? [] : ['reserved']),
  ];
  return states.join(',');
}
