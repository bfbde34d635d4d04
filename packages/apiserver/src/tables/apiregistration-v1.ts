import { APIServices, type APIServiceStatus } from '@wherry/api/apiregistration-v1';
import { formatAge } from './age.ts';
import { ageColumn, column, nameColumn } from './columns.ts';
import { tableFor, type TableEntry } from './table-columns.ts';

/** How the kinds of this group are shown. */
export const tables: readonly TableEntry[] = [
  tableFor(APIServices, {
    columns: [
      nameColumn,
      column('Service', 'The service behind the API, or Local.'),
      column('Available', 'Whether the API can be reached.'),
      ageColumn,
    ],
    cells: ({ metadata, spec: { service }, status }, now) => [
      metadata.name ?? '',
      service === undefined ? 'Local' : `${service.namespace ?? ''}/${service.name ?? ''}`,
      availability(status),
      formatAge(metadata.creationTimestamp, now),
    ],
  }),
];

function availability({ conditions = [] }: APIServiceStatus): string {
  const available = conditions.find(({ type }) => type === 'Available');
  if (available === undefined) return 'Unknown';
  const { status, reason = '' } = available;
  return status === 'True' || reason === '' ? status : `${status} (${reason})`;
}
