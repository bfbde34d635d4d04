/** An Event of events.k8s.io/v1, to and from the stored form, which is the core group's. */
import type { Event, EventSeries } from './event.ts';
import type { Event as Stored, EventSeries as StoredSeries } from '../core-v1/event.ts';

/** The stored form. */
export function toStored(event: Event): Stored {
  return {
    ...(event.apiVersion !== undefined && { apiVersion: 'v1' }),
    ...(event.kind !== undefined && { kind: event.kind }),
    metadata: event.metadata,
    involvedObject: event.regarding,
    ...(event.reason !== undefined && { reason: event.reason }),
    ...(event.note !== undefined && { message: event.note }),
    source: event.deprecatedSource,
    firstTimestamp: event.deprecatedFirstTimestamp,
    lastTimestamp: event.deprecatedLastTimestamp,
    ...(event.deprecatedCount !== undefined && { count: event.deprecatedCount }),
    ...(event.type !== undefined && { type: event.type }),
    eventTime: event.eventTime,
    ...(event.series !== undefined && { series: seriesToStored(event.series) }),
    ...(event.action !== undefined && { action: event.action }),
    ...(event.related !== undefined && { related: event.related }),
    reportingComponent: event.reportingController ?? '',
    reportingInstance: event.reportingInstance ?? '',
  };
}

/** What events.k8s.io/v1 shows of a stored Event. */
export function fromStored(event: Stored): Event {
  return {
    ...(event.apiVersion !== undefined && { apiVersion: 'events.k8s.io/v1' }),
    ...(event.kind !== undefined && { kind: event.kind }),
    metadata: event.metadata,
    eventTime: event.eventTime,
    ...(event.series !== undefined && { series: seriesFromStored(event.series) }),
    ...(event.reportingComponent !== '' && { reportingController: event.reportingComponent }),
    ...(event.reportingInstance !== '' && { reportingInstance: event.reportingInstance }),
    ...(event.action !== undefined && { action: event.action }),
    ...(event.reason !== undefined && { reason: event.reason }),
    regarding: event.involvedObject,
    ...(event.related !== undefined && { related: event.related }),
    ...(event.message !== undefined && { note: event.message }),
    ...(event.type !== undefined && { type: event.type }),
    deprecatedSource: event.source,
    deprecatedFirstTimestamp: event.firstTimestamp,
    deprecatedLastTimestamp: event.lastTimestamp,
    ...(event.count !== undefined && { deprecatedCount: event.count }),
  };
}

function seriesToStored({ count, lastObservedTime }: EventSeries): StoredSeries {
  return { ...(count !== 0 && { count }), lastObservedTime };
}

function seriesFromStored({ count = 0, lastObservedTime }: StoredSeries): EventSeries {
  return { count, lastObservedTime };
}
