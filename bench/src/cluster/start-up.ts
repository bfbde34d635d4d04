// How long a start takes, whole and by step, as the command line itself tells it.

import { figure, type Result } from '../result.ts';
import { wherry } from './wherry-command.ts';

/** One start: seconds, whole and of each of its steps. */
export interface StartUp {
  readonly seconds: number;
  readonly steps: ReadonlyMap<string, number>;
}

/** Starts a cluster and takes the time, that of the command line's own process included. */
export async function timeStart(name: string): Promise<StartUp> {
  const begin = performance.now();
  const printed = await wherry(['up', `--name=${name}`, '--no-merge', '--timeout=240']);
  return { seconds: (performance.now() - begin) / 1000, steps: parseSteps(printed) };
}

/** The steps out of what a start prints: `[5/10] the image with the programs is built: yes, now (2.4 s)`. */
export function parseSteps(printed: string): ReadonlyMap<string, number> {
  const steps = new Map<string, number>();
  for (const [, step = '', elapsed, unit] of printed.matchAll(
    /^\[\d+\/\d+\] (.+): (?:yes|yes, now) \(([0-9.]+) (ms|s)\)$/gm,
  ))
    steps.set(step, unit === 'ms' ? Number(elapsed) / 1000 : Number(elapsed));
  return steps;
}

/** Steps that take less are not worth a line. */
const LEAST_SECONDS = 0.2;

export function startUpResults(starts: readonly StartUp[]): readonly Result[] {
  if (starts.length === 0) return [];
  const names = [...new Set(starts.flatMap(({ steps }) => [...steps.keys()]))];
  const total = figure(
    starts.map(({ seconds }) => seconds),
    { name: 'start-up, image there', unit: 's' },
  );
  const steps = names.map((name) => {
    const values = starts.map((start) => start.steps.get(name) ?? 0);
    return { name, values };
  });
  return [
    total,
    ...steps
      .filter(({ values }) => Math.max(...values) >= LEAST_SECONDS)
      .map(({ name, values }) => figure(values, { name: `  of it: ${name}`, unit: 's' })),
  ];
}
