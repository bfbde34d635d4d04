import { describe, expect, it } from 'vitest';
import type { Machine } from './machine.ts';
import { formatElapsed, runSteps } from './run-steps.ts';
import { SetUpError } from './step.ts';
import type { Outcome, Step } from './step.ts';

const machine: Machine = {
  root: '/checkout',
  platform: 'linux',
  arch: 'x64',
  isRoot: true,
  find: async () => undefined,
  run: async () => {},
  exists: () => Promise.resolve(false),
  startDaemon: () => Promise.resolve(),
  say: () => {},
};

function step(ensures: string, outcome: () => Outcome): Step {
  return { ensures, ensure: async () => outcome() };
}

async function run(steps: Step[]): Promise<string[]> {
  const lines: string[] = [];
  let time = 0;
  const now = (): number => (time += 5);
  await runSteps(steps, { machine, now, print: (line) => lines.push(line) }).catch((error: unknown) => {
    lines.push(String(error));
  });
  return lines;
}

describe('runSteps', () => {
  it('runs the steps in order and tells what each found', async () => {
    expect(await run([step('water is hot', () => 'already'), step('tea is made', () => 'changed')])).toEqual([
      '[1/2] water is hot: yes (5 ms)',
      '[2/2] tea is made: yes, now (5 ms)',
    ]);
  });

  it('ends at the first step that fails and passes its error on', async () => {
    const fails = step('water is hot', () => {
      throw new SetUpError('Please run: kettle');
    });
    expect(await run([fails, step('tea is made', () => 'changed')])).toEqual([
      '[1/2] water is hot: no (5 ms)',
      'Error: Please run: kettle',
    ]);
  });
});

describe('formatElapsed', () => {
  it.each([
    [0.4, '0 ms'],
    [999, '999 ms'],
    [2449, '2.4 s'],
  ])('writes %d ms as %s', (ms, text) => {
    expect(formatElapsed(ms)).toBe(text);
  });
});
