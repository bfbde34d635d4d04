import { PodDisruptionBudgets } from '@wherry/api/policy-v1';
import { formatAge } from './age.ts';
import { ageColumn, column, nameColumn } from './columns.ts';
import { tableFor, type TableEntry } from './table-columns.ts';

/** How the kinds of this group are shown. */
export const tables: readonly TableEntry[] = [
  tableFor(PodDisruptionBudgets, {
    columns: [
      nameColumn,
      column('Min Available', 'How many pods must stay available.'),
      column('Max Unavailable', 'How many pods may be unavailable.'),
      column('Allowed Disruptions', 'How many pods may be evicted now.', 'integer'),
      ageColumn,
    ],
    cells: ({ metadata, spec, status }, now) => [
      metadata.name ?? '',
      String(spec.minAvailable ?? 'N/A'),
      String(spec.maxUnavailable ?? 'N/A'),
      status.disruptionsAllowed,
      formatAge(metadata.creationTimestamp, now),
    ],
  }),
];
