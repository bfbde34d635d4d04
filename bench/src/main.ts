// npm run bench -- <name> [--rounds=N] [--seconds=N]: measures, prints a table, and keeps the rounds as JSON under
// .wherry/bench/. It ends with 1 when a target was missed, and with 2 when the command line was wrong.

import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Benchmark } from './benchmark.ts';
import { benchmarks } from './benchmarks.ts';
import { describeMachine } from './machine.ts';
import { formatReport, writeReport } from './report.ts';
import { verdict } from './result.ts';

const root = dirname(dirname(import.meta.dirname));

interface Command {
  readonly benchmark: Benchmark;
  readonly rounds: number;
  readonly roundMs: number;
}

async function measure({ benchmark, rounds, roundMs }: Command): Promise<number> {
  const startedAt = new Date();
  const results = await benchmark.run({ rounds, roundMs, say: (line) => console.error(line) });
  const report = {
    benchmark: benchmark.name,
    startedAt,
    machine: await describeMachine({ root }),
    rounds,
    roundMs,
    results,
  };
  console.log(formatReport(report));
  console.error(`every round: ${await writeReport(report, { folder: join(root, '.wherry', 'bench') })}`);
  return results.some((result) => verdict(result) === 'missed') ? 1 : 0;
}

/** Reads the command line; returns what is wrong with it as text. */
function readCommand(args: string[]): Command | string {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { rounds: { type: 'string', default: '7' }, seconds: { type: 'string', default: '10' } },
    });
    const [rounds, seconds] = [Number(values.rounds), Number(values.seconds)];
    if (!Number.isInteger(rounds) || rounds < 1) return `--rounds must be a whole number from 1 on: ${values.rounds}`;
    if (!(seconds > 0)) return `--seconds must be more than 0: ${values.seconds}`;
    const benchmark = benchmarks.find(({ name }) => name === positionals[0]);
    if (benchmark !== undefined) return { benchmark, rounds, roundMs: seconds * 1000 };
    return positionals[0] === undefined ? 'Which benchmark?' : `There is no benchmark ${positionals[0]}.`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const command = readCommand(process.argv.slice(2));
if (typeof command === 'string') {
  console.error(`${command}\nusage: npm run bench -- <name> [--rounds=7] [--seconds=10]`);
  for (const { name, summary } of benchmarks) console.error(`  ${name}  ${summary}`);
  process.exitCode = 2;
} else {
  process.exitCode = await measure(command);
}
