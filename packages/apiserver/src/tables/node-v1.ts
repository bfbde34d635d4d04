import { RuntimeClasses } from '@wherry/api/node-v1';
import { formatAge } from './age.ts';
import { ageColumn, column, nameColumn } from './columns.ts';
import { tableFor, type TableEntry } from './table-columns.ts';

/** How the kinds of this group are shown. */
export const tables: readonly TableEntry[] = [
  tableFor(RuntimeClasses, {
    columns: [nameColumn, column('Handler', "Name of the runtime in the node's configuration."), ageColumn],
    cells: ({ metadata, handler }, now) => [metadata.name ?? '', handler, formatAge(metadata.creationTimestamp, now)],
  }),
];
