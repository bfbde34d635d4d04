/** The table that `--help` prints. */
import type { Flag, FlagTable } from './flag.ts';
import { formatDuration } from './duration.ts';

/** Prints a table of flags, one flag a line, in the order of the alphabet. */
export function describeFlags(table: FlagTable): string {
  const rows = Object.entries(table)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, flag]) => ({ left: signature(name, flag), right: `${flag.help}${describeDefault(flag)}` }));
  rows.push({ left: '  -h, --help', right: 'Print this text.' });
  const width = Math.max(...rows.map((row) => row.left.length)) + 3;
  return rows.map((row) => `${row.left.padEnd(width)}${row.right}\n`).join('');
}

function signature(name: string, flag: Flag<unknown>): string {
  const short = flag.short === undefined ? '    ' : `-${flag.short}, `;
  return `  ${short}--${name}${flag.type === '' ? '' : ` ${flag.type}`}`;
}

function describeDefault(flag: Flag<unknown>): string {
  const value = flag.defaultValue;
  if (typeof value === 'string') return value === '' ? '' : ` (default ${JSON.stringify(value)})`;
  if (typeof value === 'number') return ` (default ${flag.type === 'duration' ? formatDuration(value) : value})`;
  if (value === true) return ' (default true)';
  if (Array.isArray(value) && value.length > 0) return ` (default [${value.join(',')}])`;
  return '';
}
