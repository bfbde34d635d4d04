import { ObjectReference } from './object-reference.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { int32, microTime, string, time } from '../schema/scalars.ts';
import { definitionsIn, field, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const EventSource = struct('EventSource', '', {
  component: field(1, omitEmpty(string), ''),
  host: field(2, omitEmpty(string), ''),
});
export type EventSource = Infer<typeof EventSource>;

export const EventSeries = struct('EventSeries', '', {
  count: field(1, omitEmpty(int32), ''),
  lastObservedTime: field(2, omitEmpty(microTime), ''),
});
export type EventSeries = Infer<typeof EventSeries>;

export const Event = struct('Event', '', {
  ...typeMeta,
  metadata: field(1, ObjectMeta, 'Standard object metadata.'),
  involvedObject: field(2, ObjectReference, ''),
  reason: field(3, omitEmpty(string), ''),
  message: field(4, omitEmpty(string), ''),
  source: field(5, omitEmpty(EventSource), ''),
  firstTimestamp: field(6, omitEmpty(time), ''),
  lastTimestamp: field(7, omitEmpty(time), ''),
  count: field(8, omitEmpty(int32), ''),
  type: field(9, omitEmpty(string), ''),
  eventTime: field(10, omitEmpty(microTime), ''),
  series: field(11, optional(EventSeries), ''),
  action: field(12, omitEmpty(string), ''),
  related: field(13, optional(ObjectReference), ''),
  reportingComponent: field(14, string, '', { required: false }),
  reportingInstance: field(15, string, '', { required: false }),
});
export type Event = Infer<typeof Event>;
