import { EventSource } from '../core-v1/event.ts';
import { ObjectReference } from '../core-v1/object-reference.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { int32, microTime, string, time } from '../schema/scalars.ts';
import { definitionsIn, field, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.events.v1');

export const EventSeries = struct('EventSeries', '', {
  count: field(1, int32, ''),
  lastObservedTime: field(2, microTime, ''),
});
export type EventSeries = Infer<typeof EventSeries>;

export const Event = struct('Event', '', {
  ...typeMeta,
  metadata: field(1, ObjectMeta, 'Standard object metadata.', { required: false }),
  eventTime: field(2, microTime, ''),
  series: field(3, optional(EventSeries), ''),
  reportingController: field(4, omitEmpty(string), ''),
  reportingInstance: field(5, omitEmpty(string), ''),
  action: field(6, omitEmpty(string), ''),
  reason: field(7, omitEmpty(string), ''),
  regarding: field(8, omitEmpty(ObjectReference), ''),
  related: field(9, optional(ObjectReference), ''),
  note: field(10, omitEmpty(string), ''),
  type: field(11, omitEmpty(string), ''),
  deprecatedSource: field(12, omitEmpty(EventSource), ''),
  deprecatedFirstTimestamp: field(13, omitEmpty(time), ''),
  deprecatedLastTimestamp: field(14, omitEmpty(time), ''),
  deprecatedCount: field(15, omitEmpty(int32), ''),
});
export type Event = Infer<typeof Event>;
