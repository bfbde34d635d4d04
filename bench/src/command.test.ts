import { describe, expect, it } from 'vitest';
import type { Benchmark } from './benchmark.ts';
import { readCommand, usage } from './command.ts';

const named = (name: string, more: Partial<Benchmark> = {}): Benchmark => ({
  name,
  summary: `about ${name}`,
  run: async () => [],
  ...more,
});
const benchmarks = [named('whole', { parts: ['half'], pace: { rounds: 5, seconds: 3 } }), named('plain')];

describe('readCommand', () => {
  it.each([
    ['the pace of the benchmark', ['whole'], { part: undefined, rounds: 5, seconds: 3 }],
    ['the usual pace for one without its own', ['plain'], { rounds: 7, seconds: 10 }],
    ['a part', ['whole', 'half'], { part: 'half' }],
    ['a quick look', ['whole', '--quick'], { rounds: 2, seconds: 0.5 }],
    ['what the caller says, before all', ['whole', '--quick', '--rounds=3'], { rounds: 3, seconds: 0.5 }],
  ])('takes %s', (_name, args, expected) => {
    expect(readCommand(args, benchmarks)).toMatchObject(expected);
  });

  it.each([
    ['no benchmark', [], 'Which benchmark?'],
    ['an unknown benchmark', ['other'], 'There is no benchmark other.'],
    ['an unknown part', ['whole', 'third'], 'whole has no part third.'],
    ['a part of one without parts', ['plain', 'half'], 'plain has no part half.'],
    ['half a round', ['plain', '--rounds=0.5'], '--rounds must be a whole number'],
    ['no time', ['plain', '--seconds=0'], '--seconds must be more than 0'],
    ['an unknown option', ['plain', '--fast'], "Unknown option '--fast'"],
  ])('refuses %s', (_name, args, words) => {
    expect(readCommand(args, benchmarks)).toContain(words);
  });
});

describe('usage', () => {
  it('lists benchmarks and their parts', () => {
    expect(usage(benchmarks).split('\n').slice(1)).toEqual([
      '  whole  about whole',
      '    parts: half',
      '  plain  about plain',
    ]);
  });
});
