/**
 * What events.k8s.io/v1 asks of its writers beyond the rules for all Events: the fields of older clients stay empty,
 * and of an Event that is there only the series changes. Fields are named as the stored form names them.
 */
import { toStored } from './conversion.ts';
import type { Event } from './event.ts';
import type { Event as Stored } from '../core-v1/event.ts';
import { invalidFor, validateImmutableField } from '../meta-v1/field-rules.ts';
import { semanticEqual } from '../meta-v1/semantic-equal.ts';
import { nameIsDnsSubdomain } from '../names/object-names.ts';
import { FieldError } from '../status/field-error.ts';

/** Everything wrong with a new Event of this version. */
export function validateNewEvent(event: Readonly<Event>): FieldError[] {
  const stored = toStored(event);
  const { name = '' } = stored.metadata;
  const unset = {
    firstTimestamp: stored.firstTimestamp !== null,
    lastTimestamp: stored.lastTimestamp !== null,
    count: (stored.count ?? 0) !== 0,
    source: (stored.source.component ?? '') !== '' || (stored.source.host ?? '') !== '',
  };
  return [
    ...invalidFor('metadata.name', name, nameIsDnsSubdomain(name)),
    ...validateSeries(stored),
    ...(stored.eventTime === null ? [FieldError.required('eventTime')] : []),
    ...validateType(stored),
    ...Object.entries(unset).flatMap(([field, isSet]) =>
      isSet ? [FieldError.invalid(field, '', 'needs to be unset')] : [],
    ),
  ];
}

/** Everything wrong with an Event that is changed through this version. */
export function validateChangedEvent(event: Readonly<Event>, old: Readonly<Event>): FieldError[] {
  const [now, before] = [toStored(event), toStored(old)];
  const fixed = [
    'involvedObject',
    'reason',
    'message',
    'source',
    'firstTimestamp',
    'lastTimestamp',
    'count',
    'type',
    'eventTime',
    'action',
    'related',
  ] as const;
  return [
    ...(semanticEqual(now.series, before.series) ? [] : validateSeries(now)),
    ...fixed.flatMap((field) => validateImmutableField(field, { now: now[field], before: before[field] })),
    ...validateImmutableField('reportingController', {
      now: now.reportingComponent,
      before: before.reportingComponent,
    }),
    ...validateImmutableField('reportingInstance', { now: now.reportingInstance, before: before.reportingInstance }),
  ];
}

function validateSeries({ series }: Stored): FieldError[] {
  if (series === undefined) {
    return [];
  }
  return [
    ...((series.count ?? 0) < 2 ? [FieldError.invalid('series.count', '', 'should be at least 2')] : []),
    ...(series.lastObservedTime === null ? [FieldError.required('series.lastObservedTime')] : []),
  ];
}

function validateType({ type = '' }: Stored): FieldError[] {
  return type === 'Normal' || type === 'Warning' ? [] : [FieldError.invalid('type', '', `has invalid value: ${type}`)];
}
