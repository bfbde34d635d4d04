import { describe, expect, it } from 'vitest';

import { formatAge } from './age.ts';

const NOW = new Date('2026-01-01T00:00:00Z');
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('formatAge', () => {
  it.each([
    ['a clock that is far ahead', -2, '<invalid>'],
    ['a clock that is a little ahead', -1, '0s'],
    ['now', 0, '0s'],
    ['less than two minutes, in seconds', 119, '119s'],
    ['whole minutes', 2 * MINUTE, '2m'],
    ['less than ten minutes, with seconds', 9 * MINUTE + 59, '9m59s'],
    ['less than three hours, in minutes', 2 * HOUR + 59 * MINUTE + 59, '179m'],
    ['whole hours', 3 * HOUR, '3h'],
    ['less than eight hours, with minutes', 7 * HOUR + 59 * MINUTE, '7h59m'],
    ['less than two days, in hours', 47 * HOUR + 59 * MINUTE, '47h'],
    ['whole days', 2 * DAY, '2d'],
    ['less than eight days, with hours', 7 * DAY + 23 * HOUR, '7d23h'],
    ['less than two years, in days', 2 * 365 * DAY - 1, '729d'],
    ['whole years', 2 * 365 * DAY, '2y'],
    ['less than eight years, with days', 3 * 365 * DAY + 5 * DAY, '3y5d'],
    ['many years', 8 * 365 * DAY + 5 * DAY, '8y'],
  ])('shows %s', (_name, seconds, shown) => {
    expect(formatAge(new Date(NOW.getTime() - seconds * 1000).toISOString(), NOW)).toBe(shown);
  });

  it.each([[undefined], [null], ['']])('does not know the age of %j', (timestamp) => {
    expect(formatAge(timestamp, NOW)).toBe('<unknown>');
  });
});
