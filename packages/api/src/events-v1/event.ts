/** An Event as events.k8s.io has it: a second view of the events of the core group. */
import { EventSource } from '../core-v1/event.ts';
import { ObjectReference } from '../core-v1/object-reference.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { int32, microTime, string, time } from '../schema/scalars.ts';
import { definitionsIn, field, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.events.v1');

export const EventSeries = struct('EventSeries', 'How often an event has happened again.', {
  count: field(1, int32, 'How often it has happened up to the last one seen.'),
  lastObservedTime: field(2, microTime, 'When it was last seen.'),
});
export type EventSeries = Infer<typeof EventSeries>;

export const Event = struct('Event', 'Something that happened to an object.', {
  ...typeMeta,
  metadata: field(1, ObjectMeta, 'Standard object metadata.', { required: false }),
  eventTime: field(2, microTime, 'When it was first seen, to the microsecond. Required.'),
  series: field(3, optional(EventSeries), 'How often it has happened again. Absent for a single event.'),
  reportingController: field(4, omitEmpty(string), 'Name of the controller that reported it, as domain/name. Fixed.'),
  reportingInstance: field(5, omitEmpty(string), 'Which instance of the controller that was. Fixed.'),
  action: field(6, omitEmpty(string), 'What was done, or failed, about the object.'),
  reason: field(7, omitEmpty(string), 'Why it was done: one CamelCase word.'),
  regarding: field(8, omitEmpty(ObjectReference), 'The object that it is about.'),
  related: field(9, optional(ObjectReference), 'A second object that has to do with it.'),
  note: field(10, omitEmpty(string), 'What happened: a text for people, at most 1 kB.'),
  type: field(11, omitEmpty(string), 'Normal or Warning. Required.'),
  deprecatedSource: field(12, omitEmpty(EventSource), 'source of the core view.'),
  deprecatedFirstTimestamp: field(13, time, 'firstTimestamp of the core view.', { required: false }),
  deprecatedLastTimestamp: field(14, time, 'lastTimestamp of the core view.', { required: false }),
  deprecatedCount: field(15, omitEmpty(int32), 'count of the core view.'),
});
export type Event = Infer<typeof Event>;
