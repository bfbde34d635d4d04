/**
 * How long ago something was, in the two most telling units, as `kubectl get` shows ages: `45s`, `5m30s`, `3h`, `2d4h`,
 * `1y12d`.
 */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** The age of a timestamp at `now`; `<unknown>` when there is none. */
export function formatAge(timestamp: string | null | undefined, now: Date): string {
  if (timestamp === undefined || timestamp === null || timestamp === '') return '<unknown>';
  return formatDuration(now.getTime() - Date.parse(timestamp));
}

/** A length of time in milliseconds. More than a second in the future is `<invalid>`: clocks may differ that much. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.trunc(milliseconds / SECOND);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.trunc(milliseconds / MINUTE);
  if (minutes < 10) return twoUnits([minutes, 'm'], [seconds % 60, 's']);
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.trunc(milliseconds / HOUR);
  if (hours < 8) return twoUnits([hours, 'h'], [minutes % 60, 'm']);
  if (hours < 48) return `${hours}h`;
  return formatDays(Math.trunc(hours / 24), hours % 24);
}

function formatDays(days: number, hours: number): string {
  if (days < 8) return twoUnits([days, 'd'], [hours, 'h']);
  if (days < 2 * 365) return `${days}d`;
  const years = Math.trunc(days / 365);
  return years < 8 ? twoUnits([years, 'y'], [days % 365, 'd']) : `${years}y`;
}

type Amount = readonly [value: number, unit: string];

function twoUnits([large, largeUnit]: Amount, [small, smallUnit]: Amount): string {
  return small === 0 ? `${large}${largeUnit}` : `${large}${largeUnit}${small}${smallUnit}`;
}
