/** What differs between two specs, for the messages that say that it may not. */
import { semanticEqual } from '../meta-v1/semantic-equal.ts';

/** One line a difference: `-` with the old value, `+` with the new one. Paths are those of JSON. */
export function describeDifference(before: unknown, now: unknown): string {
  return differences(before, now, '').join('\n');
}

function differences(before: unknown, now: unknown, path: string): string[] {
  if (semanticEqual(before, now)) return [];
  if (Array.isArray(before) && Array.isArray(now)) {
    const length = Math.max(before.length, now.length);
    return Array.from({ length }, (_, index) =>
      differences(before[index] as unknown, now[index] as unknown, `${path}[${index}]`),
    ).flat();
  }
  if (isRecord(before) && isRecord(now)) {
    return Object.keys({ ...before, ...now }).flatMap((key) =>
      differences(before[key], now[key], path === '' ? key : `${path}.${key}`),
    );
  }
  const line = (sign: string, value: unknown): string[] =>
    value === undefined ? [] : [`${sign} ${path}: ${JSON.stringify(value)}`];
  return [...line('-', before), ...line('+', now)];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
