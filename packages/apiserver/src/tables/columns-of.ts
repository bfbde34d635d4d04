/** The columns of a kind: its own, or name and age for a kind that has none. */
import type { KubeObject, Resource } from '@wherry/api/resources';
import type { TableColumns } from './table-columns.ts';
import { tableTable } from './table-table.ts';

const nameAndAge: TableColumns<KubeObject> = {
  columns: [
    {
      name: 'Name',
      type: 'string',
      format: 'name',
      description: 'Name of the object, unique among its kind.',
      priority: 0,
    },
    { name: 'Created At', type: 'date', description: 'When the object was created.', priority: 0 },
  ],
  cells: ({ metadata }) => [metadata.name ?? '', metadata.creationTimestamp ?? ''],
};

let byResource: Map<Resource, TableColumns<KubeObject>> | undefined;

/** The table of a kind. */
export function columnsOf(resource: Resource): TableColumns<KubeObject> {
  byResource ??= new Map(tableTable.map((entry) => [entry.resource, entry.table]));
  return byResource.get(resource) ?? nameAndAge;
}
