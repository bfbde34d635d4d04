import { Leases } from '@wherry/api/coordination-v1';
import { formatAge } from './age.ts';
import { ageColumn, column, nameColumn } from './columns.ts';
import { tableFor, type TableEntry } from './table-columns.ts';

/** How the kinds of this group are shown. */
export const tables: readonly TableEntry[] = [
  tableFor(Leases, {
    columns: [nameColumn, column('Holder', 'Who holds it now.'), ageColumn],
    cells: ({ metadata, spec }, now) => [
      metadata.name ?? '',
      spec.holderIdentity ?? '',
      formatAge(metadata.creationTimestamp, now),
    ],
  }),
];
