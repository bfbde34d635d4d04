/** How ResourceQuotas are shown: what is used of each resource, of how much. */
import { ResourceQuotas } from '@wherry/api/core-v1';
import { formatAge } from './age.ts';
import { ageColumn, column, nameColumn } from './columns.ts';
import { tableFor, type TableEntry } from './table-columns.ts';

export const resourceQuotaTable: TableEntry = tableFor(ResourceQuotas, {
  columns: [
    nameColumn,
    column('Request', 'What is used of each resource, of how much.'),
    column('Limit', 'The same for the limits of containers.'),
    ageColumn,
  ],
  cells: ({ metadata, status: { hard = {}, used = {} } }, now) => {
    const names = Object.keys(hard).toSorted();
    const format = (name: string): string => `${name}: ${used[name] ?? '0'}/${hard[name] ?? '0'}`;
    const isLimit = (name: string): boolean => name.startsWith('limits.');
    return [
      metadata.name ?? '',
      names
        .filter((name) => !isLimit(name))
        .map(format)
        .join(', '),
      names.filter(isLimit).map(format).join(', '),
      formatAge(metadata.creationTimestamp, now),
    ];
  },
});
