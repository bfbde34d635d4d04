/** How Events are shown: first what a reader looks for, their name last. */
import type { Event } from '@wherry/api/core-v1';
import { formatAge } from './age.ts';
import { column, nameColumn, wideColumn } from './columns.ts';
import type { TableColumns } from './table-columns.ts';

export const eventTable: TableColumns<Event> = {
  columns: [
    column('Last Seen', 'Time since it last happened.'),
    column('Type', 'Normal or Warning.'),
    column('Reason', 'What happened, in one word.'),
    column('Object', 'The object that it happened to.'),
    wideColumn('Subobject', 'The part of the object that it happened to.'),
    wideColumn('Source', 'Who reported it.'),
    column('Message', 'What happened.'),
    wideColumn('First Seen', 'Time since it first happened.'),
    wideColumn('Count', 'How often it has happened.'),
    { ...nameColumn, priority: 1 },
  ],
  cells: (event, now) => {
    const { involvedObject: object, series } = event;
    const firstSeen = formatAge(event.firstTimestamp ?? event.eventTime, now);
    const lastSeen = event.lastTimestamp === null ? firstSeen : formatAge(event.lastTimestamp, now);
    const kind = (object.kind ?? '').toLowerCase();
    return [
      series === undefined ? lastSeen : formatAge(series.lastObservedTime, now),
      event.type ?? '',
      event.reason ?? '',
      (object.name ?? '') === '' ? kind : `${kind}/${object.name ?? ''}`,
      object.fieldPath ?? '',
      formatSource(event),
      (event.message ?? '').trim(),
      firstSeen,
      // An event that happened once need not say so.
      series === undefined ? (event.count ?? 1) : (series.count ?? 0),
      event.metadata.name ?? '',
    ];
  },
};

function formatSource({ source, reportingComponent, reportingInstance }: Readonly<Event>): string {
  const component = source.component || reportingComponent;
  const instance = source.host || reportingInstance;
  return instance === '' ? component : `${component}, ${instance}`;
}
