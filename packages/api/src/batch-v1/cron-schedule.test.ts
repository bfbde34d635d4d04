import { describe, expect, it } from 'vitest';

import { parseCronSchedule } from './cron-schedule.ts';
import { isTimeZone } from './time-zone.ts';

const after = '2026-03-14T15:09:26.535Z';

describe('parseCronSchedule', () => {
  it.each([
    ['every minute', '* * * * *', '2026-03-14T15:10:00Z'],
    ['a question mark for any day', '*/1 * * * ?', '2026-03-14T15:10:00Z'],
    ['every quarter of an hour', '*/15 * * * *', '2026-03-14T15:15:00Z'],
    ['a range with steps', '10-50/20 * * * *', '2026-03-14T15:10:00Z'],
    ['steps from a number to the end', '5/30 * * * *', '2026-03-14T15:35:00Z'],
    ['a list', '0 3,18 * * *', '2026-03-14T18:00:00Z'],
    ['a month by name', '0 0 1 JAN *', '2027-01-01T00:00:00Z'],
    ['days of the week by name', '0 9 * * mon-fri', '2026-03-16T09:00:00Z'],
    ['the 13th and every Friday', '0 0 13 * 5', '2026-03-20T00:00:00Z'],
    ['the 1st if it is a Sunday or not', '0 0 1 * */1', '2026-04-01T00:00:00Z'],
    ['a leap day', '0 0 29 2 *', '2028-02-29T00:00:00Z'],
    ['once a year', '@yearly', '2027-01-01T00:00:00Z'],
    ['once a week', '@weekly', '2026-03-15T00:00:00Z'],
    ['once an hour', '@hourly', '2026-03-14T16:00:00Z'],
    ['an interval', '@every 1h30m', '2026-03-14T16:39:26Z'],
    ['an interval of less than a second as one', '@every 10ms', '2026-03-14T15:09:27Z'],
    ['a time zone of its own', 'TZ=Asia/Tokyo 0 0 * * *', '2026-03-14T15:00:00Z', '2026-03-14T14:59:59Z'],
  ])('knows when %s is next', (_name, text, expected, from = after) => {
    const next = parseCronSchedule(text).next(new Date(from));
    expect(next?.toISOString()).toBe(new Date(expected).toISOString());
  });

  it('gives up on days that never come', () => {
    expect(parseCronSchedule('0 0 31 2 *').next(new Date(after))).toBeUndefined();
  });

  it('comes strictly after the time given', () => {
    const midnight = new Date('2026-03-15T00:00:00Z');
    expect(parseCronSchedule('@daily').next(midnight)?.toISOString()).toBe('2026-03-16T00:00:00.000Z');
  });

  it.each([
    ['skips what the clock skips', '30 2 * * *', '2026-03-28T12:00:00Z', ['2026-03-30T00:30:00Z']],
    [
      'comes twice when the clock goes back',
      '30 2 * * *',
      '2026-10-24T12:00:00Z',
      ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'],
    ],
    ['keeps to local midnight', '0 0 * * *', '2026-03-28T22:30:00Z', ['2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z']],
  ])('%s in a time zone', (_name, text, from, expected) => {
    const schedule = parseCronSchedule(text);
    let time: Date | undefined = new Date(from);
    const times = expected.map(() => (time = time && schedule.next(time, 'Europe/Berlin'))?.toISOString());
    expect(times).toEqual(expected.map((at) => new Date(at).toISOString()));
  });

  it.each([
    ['nothing', '', 'empty spec string'],
    ['too few fields', '* * * *', 'expected exactly 5 fields, found 4: [* * * *]'],
    ['seconds', '0 * * * * *', 'expected exactly 5 fields, found 6: [0 * * * * *]'],
    ['minute 60', '60 * * * *', 'end of range (60) above maximum (59): 60'],
    ['Sunday as 7', '* * * * 7', 'end of range (7) above maximum (6): 7'],
    ['day 0', '* * 0 * *', 'beginning of range (0) below minimum (1): 0'],
    ['a backward range', '5-3 * * * *', 'beginning of range (5) beyond end of range (3): 5-3'],
    ['steps of 0', '*/0 * * * *', 'step of range should be a positive number: */0'],
    ['two slashes', '1/2/3 * * * *', 'too many slashes: 1/2/3'],
    ['two hyphens', '1-2-3 * * * *', 'too many hyphens: 1-2-3'],
    ['a word', 'x * * * *', 'failed to parse int from x: strconv.Atoi: parsing "x": invalid syntax'],
    ['an unknown descriptor', '@fortnightly', 'unrecognized descriptor: @fortnightly'],
    ['a bad interval', '@every x', 'failed to parse duration @every x: time: invalid duration "x"'],
    ['a bad time zone', 'TZ=Mars * * * * *', 'provided bad location Mars: unknown time zone Mars'],
    ['a time zone alone', 'TZ=UTC', 'invalid schedule format: runtime error: slice bounds out of range [:-1]'],
  ])('refuses %s', (_name, text, message) => {
    expect(() => parseCronSchedule(text)).toThrow(message);
  });
});

describe('isTimeZone', () => {
  it.each([
    ['Europe/Berlin', true],
    ['US/Eastern', true],
    ['UTC', true],
    ['Etc/GMT+1', true],
    ['europe/berlin', false],
    ['Europe/Pariss', false],
    ['+01:00', false],
    ['', false],
  ])('judges %s', (name, expected) => {
    expect(isTimeZone(name)).toBe(expected);
  });
});
