/** The text format of Prometheus, version 0.0.4: how one metric and its samples are written. */

/** One line of the output. */
export interface Sample {
  /** What follows the metric's name: `_bucket`, `_sum`, or nothing. */
  readonly suffix: string;
  readonly labels: readonly (readonly [name: string, value: string])[];
  readonly value: number;
}

/** Writes a metric with its `HELP` and `TYPE` lines. */
export function formatFamily(family: { name: string; help: string; type: string; samples: Iterable<Sample> }): string {
  let text = `# HELP ${family.name} ${escapeHelp(family.help)}\n# TYPE ${family.name} ${family.type}\n`;
  for (const sample of family.samples) {
    const labels = sample.labels.map(([name, value]) => `${name}="${escapeLabel(value)}"`).join(',');
    text += `${family.name}${sample.suffix}${labels === '' ? '' : `{${labels}}`} ${formatNumber(sample.value)}\n`;
  }
  return text;
}

function escapeHelp(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}

function escapeLabel(text: string): string {
  return escapeHelp(text).replaceAll('"', '\\"');
}

function formatNumber(value: number): string {
  if (value === Infinity) return '+Inf';
  return value === -Infinity ? '-Inf' : String(value);
}
