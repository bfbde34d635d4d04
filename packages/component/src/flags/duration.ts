/** Durations on the command line, in the notation of Go: a sequence of numbers with units. */

const MILLISECONDS = new Map([
  ['ns', 1e-6],
  ['us', 1e-3],
  ['µs', 1e-3],
  ['μs', 1e-3],
  ['ms', 1],
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
]);

/**
 * Reads a duration such as `1h30m`, `1.5s` or `-10ms`.
 *
 * @returns milliseconds.
 * @throws Error when the text is not a duration.
 */
export function parseDuration(text: string): number {
  const unsigned = text.replace(/^[+-]/, '');
  if (unsigned === '0') return 0;
  if (!/^((\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h))+$/.test(unsigned)) {
    throw new Error('must be a duration such as 300ms, 1.5h or 2h45m');
  }
  let total = 0;
  for (const [, number, unit] of unsigned.matchAll(/([\d.]+)([^\d.]+)/g)) {
    total += Number(number) * (MILLISECONDS.get(unit ?? '') ?? Number.NaN);
  }
  return text.startsWith('-') ? -total : total;
}

/** Writes milliseconds the way Go does: `1h30m0s`, `1.5s`, `500ms`, `0s`. */
export function formatDuration(milliseconds: number): string {
  const sign = milliseconds < 0 ? '-' : '';
  const total = Math.abs(milliseconds);
  if (total === 0) return '0s';
  if (total < 1000) return `${sign}${total}ms`;
  const hours = Math.floor(total / 3_600_000);
  const minutes = Math.floor((total % 3_600_000) / 60_000);
  const seconds = `${(total % 60_000) / 1000}s`;
  if (hours > 0) return `${sign}${hours}h${minutes}m${seconds}`;
  return minutes > 0 ? `${sign}${minutes}m${seconds}` : `${sign}${seconds}`;
}
