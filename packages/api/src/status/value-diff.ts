/**
 * What changed in a value that may not change, for people: a unified diff of both as indented JSON, which is how
 * Kubernetes ends such messages.
 */

const CONTEXT = 3;

interface Line {
  readonly mark: ' ' | '-' | '+';
  readonly text: string;
}

/** The diff as text that ends with a line feed; empty when nothing differs. */
export function valueDiff(before: unknown, after: unknown): string {
  const lines = compare(linesOf(before), linesOf(after));
  return hunksOf(lines).map(formatHunk).join('');
}

function linesOf(value: unknown): string[] {
  return (JSON.stringify(value ?? null, null, 1) ?? 'null').split('\n');
}

/** Both texts merged: what they share once, and the rest marked by where it stands. */
function compare(before: readonly string[], after: readonly string[]): Line[] {
  const shared = sharedLengths(before, after);
  const lines: Line[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [old, now] = [before[i], after[j]];
    if (old !== undefined && old === now) {
      lines.push({ mark: ' ', text: old });
      i += 1;
      j += 1;
    } else if (old !== undefined && (now === undefined || lengthAt(shared, i + 1, j) >= lengthAt(shared, i, j + 1))) {
      lines.push({ mark: '-', text: old });
      i += 1;
    } else {
      lines.push({ mark: '+', text: now ?? '' });
      j += 1;
    }
  }
  return lines;
}

/** At [i][j]: how many lines the texts have in common from there on, in order. */
function sharedLengths(before: readonly string[], after: readonly string[]): Uint32Array[] {
  const table = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1));
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      const row = table[i] ?? new Uint32Array();
      row[j] =
        before[i] === after[j]
          ? lengthAt(table, i + 1, j + 1) + 1
          : Math.max(lengthAt(table, i + 1, j), lengthAt(table, i, j + 1));
    }
  }
  return table;
}

function lengthAt(table: readonly Uint32Array[], i: number, j: number): number {
  return table[i]?.[j] ?? 0;
}

interface Hunk {
  readonly lines: readonly Line[];
  /** How many lines of each text stand before it. */
  readonly before: number;
  readonly after: number;
}

function hunksOf(lines: readonly Line[]): Hunk[] {
  const changed = [...lines.keys()].filter((index) => lines[index]?.mark !== ' ');
  const ranges: { start: number; end: number }[] = [];
  for (const index of changed) {
    const last = ranges.at(-1);
    const start = Math.max(0, index - CONTEXT);
    const end = Math.min(lines.length, index + CONTEXT + 1);
    if (last !== undefined && start <= last.end) last.end = end;
    else ranges.push({ start, end });
  }
  return ranges.map(({ start, end }) => ({
    lines: lines.slice(start, end),
    before: count(lines.slice(0, start), '+'),
    after: count(lines.slice(0, start), '-'),
  }));
}

/** Lines without those of a mark. */
function count(lines: readonly Line[], without: Line['mark']): number {
  return lines.filter(({ mark }) => mark !== without).length;
}

function formatHunk({ lines, before, after }: Hunk): string {
  const range = (start: number, length: number): string =>
    length === 1 ? String(start + 1) : `${length === 0 ? start : start + 1},${length}`;
  const head = `@@ -${range(before, count(lines, '+'))} +${range(after, count(lines, '-'))} @@\n`;
  return head + lines.map(({ mark, text }) => `${mark}${text}\n`).join('');
}
