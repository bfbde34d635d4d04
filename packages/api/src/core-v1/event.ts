/** An Event: something that happened to an object, told to people. Events expire. */
import { ObjectReference } from './object-reference.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { int32, microTime, string, time } from '../schema/scalars.ts';
import { definitionsIn, field, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const EventSource = struct('EventSource', 'Who reported an event.', {
  component: field(1, omitEmpty(string), 'Name of the program.'),
  host: field(2, omitEmpty(string), 'Name of the node that it runs on.'),
});
export type EventSource = Infer<typeof EventSource>;

export const EventSeries = struct('EventSeries', 'How often an event has happened again.', {
  count: field(1, omitEmpty(int32), 'How often it has happened up to the last one seen.'),
  lastObservedTime: field(2, microTime, 'When it was last seen.', { required: false }),
});
export type EventSeries = Infer<typeof EventSeries>;

export const Event = struct('Event', 'Something that happened to an object.', {
  ...typeMeta,
  metadata: field(1, ObjectMeta, 'Standard object metadata.'),
  involvedObject: field(2, ObjectReference, 'The object that it happened to.'),
  reason: field(3, omitEmpty(string), 'What happened: one CamelCase word.'),
  message: field(4, omitEmpty(string), 'What happened: a sentence for people.'),
  source: field(5, omitEmpty(EventSource), 'Who reported it.'),
  firstTimestamp: field(6, time, 'When it happened first.', { required: false }),
  lastTimestamp: field(7, time, 'When it happened last.', { required: false }),
  count: field(8, omitEmpty(int32), 'How often it has happened.'),
  type: field(9, omitEmpty(string), 'Normal or Warning.'),
  eventTime: field(10, microTime, 'When it was first seen, to the microsecond.', { required: false }),
  series: field(11, optional(EventSeries), 'How often it has happened again. Absent for a single event.'),
  action: field(12, omitEmpty(string), 'What was done, or failed, about the object.'),
  related: field(13, optional(ObjectReference), 'A second object that has to do with it.'),
  reportingComponent: field(14, string, 'Name of the controller that reported it, as domain/name.', {
    required: false,
  }),
  reportingInstance: field(15, string, 'Which instance of the controller that was.', { required: false }),
});
export type Event = Infer<typeof Event>;
