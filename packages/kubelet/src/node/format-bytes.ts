/** Bytes as quantities are written: `1536Ki`, `3Gi`. Pure. */

const UNITS = ['Ei', 'Pi', 'Ti', 'Gi', 'Mi', 'Ki'];

/** In the largest unit of which it is a whole number, but at least in kibibytes. */
export function formatBytes(bytes: number): string {
  const unit = UNITS.find((_unit, index) => bytes > 0 && bytes % 1024 ** (UNITS.length - index) === 0);
  if (unit === undefined) return `${Math.floor(bytes / 1024)}Ki`;
  return `${bytes / 1024 ** (UNITS.length - UNITS.indexOf(unit))}${unit}`;
}
