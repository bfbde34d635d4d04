// Tells the results: as a table for people, and as JSON for whoever compares runs.

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { machineLine } from './machine.ts';
import type { MachineDescription } from './machine.ts';
import { decisive, isSteady, verdict } from './result.ts';
import type { Result, Target } from './result.ts';
import type { Summary } from './statistics.ts';

export interface Report {
  readonly benchmark: string;
  /** When it began. */
  readonly startedAt: Date;
  readonly machine: MachineDescription;
  readonly rounds: number;
  readonly roundMs: number;
  readonly results: readonly Result[];
}

/** The report as a table: a row a result, its median, the range of its rounds, its target and how that went. */
export function formatReport({ benchmark, machine, rounds, roundMs, results }: Report): string {
  const rows = [['', 'median', 'min – max', 'target', ''], ...results.map(row)];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((cells) => (cells[column] ?? '').length))) ?? [];
  const lines = rows.map((cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('   ')
      .trimEnd(),
  );
  const heading = `${benchmark}: ${rounds} rounds of ${roundMs / 1000} s on ${machineLine(machine)}`;
  return [heading, ...lines].join('\n');
}

/** The report as JSON, with every round. */
export function reportJson(report: Report): string {
  const results = report.results.map((result) => ({ ...result, verdict: verdict(result), steady: isSteady(result) }));
  return `${JSON.stringify({ ...report, results }, undefined, 2)}\n`;
}

/** Writes the JSON report into `folder` under the benchmark's name and its beginning; returns the path. */
export async function writeReport(report: Report, { folder }: { folder: string }): Promise<string> {
  await mkdir(folder, { recursive: true });
  const time = report.startedAt
    .toISOString()
    .replaceAll(':', '-')
    .replace(/\.\d+Z$/, 'Z');
  const path = join(folder, `${report.benchmark}-${time}.json`);
  await writeFile(path, reportJson(report));
  return path;
}

function row(result: Result): string[] {
  const summary = decisive(result);
  return [
    result.name,
    result.kind === 'figure' ? `${number(summary.median)} ${result.unit}` : number(summary.median),
    range(summary),
    result.target === undefined ? '' : formatTarget(result.target),
    remarks(result),
  ];
}

function remarks(result: Result): string {
  const said = verdict(result);
  return [
    said === 'no target' ? '' : said,
    isSteady(result) ? '' : `unsteady: the rounds spread by ${Math.round(decisive(result).spread * 100)} %`,
    result.kind === 'ratio' ? `${number(result.ours.median)} of ${number(result.limit.median)} ${result.unit}` : '',
  ]
    .filter((remark) => remark !== '')
    .join('; ');
}

function range({ min, max }: Summary): string {
  return `${number(min)} – ${number(max)}`;
}

function formatTarget(target: Target): string {
  return 'atLeast' in target ? `≥ ${target.atLeast}` : `≤ ${target.atMost}`;
}

/** Three significant digits, or all digits of a large number. */
function number(value: number): string {
  return Math.abs(value) >= 1000 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));
}
