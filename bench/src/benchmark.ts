// What a benchmark is: a name, and a run that returns results. How many rounds and how long is the caller's choice, so
// that a quick look and a careful measurement are the same code.

import type { Result } from './result.ts';

export interface Benchmark {
  /** What `npm run bench -- <name>` says. */
  readonly name: string;
  /** What it measures, in one line. */
  readonly summary: string;
  /** What can be measured of it alone, by `npm run bench -- <name> <part>`. @default nothing */
  readonly parts?: readonly string[];
  /** How it is measured when the caller does not say. @default 7 rounds of 10 s */
  readonly pace?: Pace;
  /** Measures. Starts what it needs and leaves nothing running. */
  run(context: BenchmarkContext): Promise<readonly Result[]>;
}

/** How many rounds count, and how long each measurement in them takes. */
export interface Pace {
  readonly rounds: number;
  readonly seconds: number;
}

export interface BenchmarkContext {
  /** The only part that is wanted; undefined for all. */
  readonly part?: string;
  /** How many rounds count; those to warm up come on top. */
  readonly rounds: number;
  /** How long one measurement of one round takes, in milliseconds. */
  readonly roundMs: number;
  /** Tells the person at the terminal how far it has come. */
  readonly say: (line: string) => void;
}
