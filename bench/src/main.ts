// npm run bench -- <name> [part] [--quick | --rounds=N --seconds=N]: measures, prints a table, and keeps the rounds as
// JSON under .wherry/bench/. It ends with 1 when a target was missed, and with 2 when the command line was wrong.

import { dirname, join } from 'node:path';
import { benchmarks } from './benchmarks.ts';
import { readCommand, usage } from './command.ts';
import type { Command } from './command.ts';
import { describeMachine } from './machine.ts';
import { formatReport, writeReport } from './report.ts';
import { verdict } from './result.ts';

const root = dirname(dirname(import.meta.dirname));

async function measure({ benchmark, part, rounds, seconds }: Command): Promise<number> {
  const startedAt = new Date();
  const roundMs = seconds * 1000;
  const say = (line: string): void => console.error(line);
  const results = await benchmark.run({ rounds, roundMs, say, ...(part === undefined ? {} : { part }) });
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

// A run that is broken off still has to take its servers along: they end with the exit of this process.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));

const command = readCommand(process.argv.slice(2), benchmarks);
if (typeof command === 'string') {
  console.error(`${command}\n${usage(benchmarks)}`);
  process.exitCode = 2;
} else {
  process.exitCode = await measure(command);
}
