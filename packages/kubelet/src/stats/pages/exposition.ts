/** The text format of Prometheus for values that are known at one moment: each may carry its time. Pure. */

export interface MetricFamily {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge';
  readonly samples: readonly MetricSample[];
}

export interface MetricSample {
  /** As they are written: see `labelText`. */
  readonly labels?: string;
  readonly value: number;
  /** Milliseconds since 1970. */
  readonly at?: number;
}

export const EXPOSITION_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** Families without samples are left out. */
export function exposition(families: readonly MetricFamily[]): string {
  const parts: string[] = [];
  for (const { name, help, type, samples } of families.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    if (samples.length === 0) continue;
    parts.push(`# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`);
    for (const { labels = '', value, at } of samples) {
      const written = labels === '' ? '' : `{${labels}}`;
      parts.push(`${name}${written} ${value}${at === undefined ? '' : ` ${at}`}\n`);
    }
  }
  return parts.join('');
}

/** Labels as they are written, in the order of their names. */
export function labelText(labels: Readonly<Record<string, string>>): string {
  return Object.keys(labels)
    .toSorted()
    .map((name) => `${name}="${escaped(labels[name] ?? '')}"`)
    .join(',');
}

const escaped = (value: string): string =>
  value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
