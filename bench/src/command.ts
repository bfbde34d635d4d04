// The command line of the benchmarks.

import { parseArgs } from 'node:util';
import type { Benchmark, Pace } from './benchmark.ts';

export interface Command extends Pace {
  readonly benchmark: Benchmark;
  /** The only part to measure; undefined for all. */
  readonly part: string | undefined;
}

/** For a look between two changes: the figures are rough. */
const quickPace: Pace = { rounds: 2, seconds: 0.5 };

const usualPace: Pace = { rounds: 7, seconds: 10 };

/** Reads the command line; returns what is wrong with it as text. */
export function readCommand(args: readonly string[], benchmarks: readonly Benchmark[]): Command | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { quick: { type: 'boolean' }, rounds: { type: 'string' }, seconds: { type: 'string' } },
    });
    const [name, part] = positionals;
    const benchmark = benchmarks.find((candidate) => candidate.name === name);
    if (benchmark === undefined) return name === undefined ? 'Which benchmark?' : `There is no benchmark ${name}.`;
    if (part !== undefined && benchmark.parts?.includes(part) !== true) return `${benchmark.name} has no part ${part}.`;
    const pace = values.quick === true ? quickPace : (benchmark.pace ?? usualPace);
    const rounds = Number(values.rounds ?? pace.rounds);
    const seconds = Number(values.seconds ?? pace.seconds);
    if (!Number.isInteger(rounds) || rounds < 1) return `--rounds must be a whole number from 1 on: ${values.rounds}`;
    if (!(seconds > 0)) return `--seconds must be more than 0: ${values.seconds}`;
    return { benchmark, part, rounds, seconds };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** What can be asked for. */
export function usage(benchmarks: readonly Benchmark[]): string {
  const lines = benchmarks.map(({ name, summary, parts = [] }) => {
    const choice = parts.length === 0 ? '' : `\n    parts: ${parts.join(', ')}`;
    return `  ${name}  ${summary}${choice}`;
  });
  return ['usage: npm run bench -- <name> [part] [--quick] [--rounds=N] [--seconds=N]', ...lines].join('\n');
}
