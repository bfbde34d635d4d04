import { describe, expect, it } from 'vitest';

import { fromStored, toStored } from './conversion.ts';
import { validateChangedEvent, validateNewEvent } from './event-validation.ts';
import { Event } from './event.ts';
import { validateEvent } from '../core-v1/event-validation.ts';
import { Event as Stored } from '../core-v1/event.ts';
import { decodeJson } from '../schema/decode-json.ts';

const TIME = '2026-01-01T00:00:00.123456Z';
const EVENT = {
  metadata: { name: 'web.1', namespace: 'default' },
  regarding: { kind: 'Pod', name: 'web', namespace: 'default' },
  eventTime: TIME,
  reason: 'Scheduled',
  action: 'Binding',
  note: 'Successfully assigned default/web to node-1',
  type: 'Normal',
  reportingController: 'default-scheduler',
  reportingInstance: 'default-scheduler-1',
};
const read = (json: object = {}): Event => decodeJson(Event, { ...EVENT, ...json }).value;

describe('the two views of an Event', () => {
  it('show the same under other names', () => {
    const event = read({
      apiVersion: 'events.k8s.io/v1',
      series: { count: 2, lastObservedTime: TIME },
      deprecatedCount: 3,
    });
    const stored = toStored(event);
    expect(stored).toMatchObject({
      apiVersion: 'v1',
      involvedObject: EVENT.regarding,
      message: EVENT.note,
      reportingComponent: EVENT.reportingController,
      count: 3,
      series: { count: 2, lastObservedTime: TIME },
      firstTimestamp: null,
    });
    expect(decodeJson(Stored, stored).value).toEqual(stored);
    expect(fromStored(stored)).toEqual(event);
  });

  it('show an Event of an older client', () => {
    const stored = decodeJson(Stored, {
      involvedObject: { kind: 'Pod' },
      message: 'm',
      source: { component: 'kubelet', host: 'node-1' },
      firstTimestamp: '2026-01-01T00:00:00Z',
    }).value;
    const event = fromStored(stored);
    expect(decodeJson(Event, event).value).toEqual(event);
    expect(toStored(event)).toEqual(stored);
  });
});

describe('validateEvent', () => {
  const old = { eventTime: null, reportingController: '', reportingInstance: '' };

  it.each<[string, object, string[]]>([
    ['a report by a newer client', {}, []],
    ['a report by an older client', old, []],
    [
      'a report by an older client in another namespace',
      { ...old, metadata: { name: 'a', namespace: 'other' } },
      ['involvedObject.namespace: Invalid value: "default": does not match event.namespace'],
    ],
    [
      'a report by nobody of nothing',
      { reportingController: '', reportingInstance: '', action: '', reason: '' },
      [
        'reportingComponent: Required value',
        'reportingComponent: Invalid value: "": name part must be non-empty',
        expect.stringMatching(/^reportingComponent: Invalid value: "": name part must consist of/) as string,
        'reportingInstance: Required value',
        'action: Required value',
        'reason: Required value',
      ],
    ],
    ['a long story', { note: 'x'.repeat(1025) }, ['message: Invalid value: "": can have at most 1024 characters']],
  ])('judges %s', (_name, json, errors) => {
    expect(validateEvent(toStored(read(json))).map(String)).toEqual(errors);
  });
});

describe('validateNewEvent', () => {
  it.each<[string, object, string[]]>([
    ['a complete one', {}, []],
    ['one without a time', { eventTime: null }, ['eventTime: Required value']],
    ['one of no known type', { type: 'Sad' }, ['type: Invalid value: "": has invalid value: Sad']],
    [
      'one with the fields of older clients',
      { deprecatedCount: 1, deprecatedSource: { host: 'a' } },
      ['count: Invalid value: "": needs to be unset', 'source: Invalid value: "": needs to be unset'],
    ],
    [
      'a series of one',
      { series: { count: 1 } },
      ['series.count: Invalid value: "": should be at least 2', 'series.lastObservedTime: Required value'],
    ],
  ])('judges %s', (_name, json, errors) => {
    expect(validateNewEvent(read(json)).map(String)).toEqual(errors);
  });
});

describe('validateChangedEvent', () => {
  it.each<[string, object, string[]]>([
    ['another series', { series: { count: 2, lastObservedTime: TIME } }, []],
    ['another note', { note: 'other' }, ['message: Invalid value: "other": field is immutable']],
    ['another reporter', { reportingController: 'a' }, ['reportingController: Invalid value: "a": field is immutable']],
  ])('judges %s', (_name, json, errors) => {
    expect(validateChangedEvent(read(json), read()).map(String)).toEqual(errors);
  });
});
