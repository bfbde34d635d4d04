import { PriorityClasses } from '@wherry/api/scheduling-v1';
import { formatAge } from './age.ts';
import { ageColumn, column, nameColumn } from './columns.ts';
import { tableFor, type TableEntry } from './table-columns.ts';

/** How the kinds of this group are shown. */
export const tables: readonly TableEntry[] = [
  tableFor(PriorityClasses, {
    columns: [
      nameColumn,
      column('Value', 'The priority; higher is more important.', 'integer'),
      column('Global-Default', 'Whether pods that name no class get this one.', 'boolean'),
      ageColumn,
      column('PreemptionPolicy', 'Whether less important pods are evicted to make room.'),
    ],
    cells: ({ metadata, value, globalDefault, preemptionPolicy }, now) => [
      metadata.name ?? '',
      value,
      globalDefault ?? false,
      formatAge(metadata.creationTimestamp, now),
      preemptionPolicy ?? '',
    ],
  }),
];
