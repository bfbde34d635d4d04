import { FlowSchemas, PriorityLevelConfigurations } from '@wherry/api/flowcontrol-v1';
import { formatAge } from './age.ts';
import { ageColumn, column, nameColumn } from './columns.ts';
import { tableFor, type TableEntry } from './table-columns.ts';

/** How the kinds of this group are shown. */
export const tables: readonly TableEntry[] = [
  tableFor(FlowSchemas, {
    columns: [
      nameColumn,
      column('PriorityLevel', 'Priority level of the requests.'),
      column('MatchingPrecedence', 'Of several schemas that match, the lowest number counts.'),
      column('DistinguisherMethod', 'How flows are told apart.'),
      ageColumn,
      column('MissingPL', 'Whether the priority level does not exist.'),
    ],
    cells: ({ metadata, spec, status }, now) => [
      metadata.name ?? '',
      spec.priorityLevelConfiguration.name,
      spec.matchingPrecedence,
      spec.distinguisherMethod?.type ?? '<none>',
      formatAge(metadata.creationTimestamp, now),
      status.conditions?.find(({ type }) => type === 'Dangling')?.status ?? '?',
    ],
  }),
  tableFor(PriorityLevelConfigurations, {
    columns: [
      nameColumn,
      column('Type', 'Whether requests are limited at all.'),
      column('NominalConcurrencyShares', "Share of the server's seats."),
      column('Queues', 'Number of queues.'),
      column('HandSize', 'Queues that one flow is spread over.'),
      column('QueueLengthLimit', 'Requests that wait in one queue.'),
      ageColumn,
    ],
    cells: ({ metadata, spec }, now) => {
      const queuing = spec.limited?.limitResponse.queuing;
      return [
        metadata.name ?? '',
        spec.type,
        spec.limited?.nominalConcurrencyShares ?? '<none>',
        queuing?.queues ?? '<none>',
        queuing?.handSize ?? '<none>',
        queuing?.queueLengthLimit ?? '<none>',
        formatAge(metadata.creationTimestamp, now),
      ];
    },
  }),
];
