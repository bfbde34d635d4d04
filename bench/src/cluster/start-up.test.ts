import { describe, expect, it } from 'vitest';
import { parseSteps, startUpResults } from './start-up.ts';

const printed = `[1/3] a Docker engine answers: yes (17 ms)
      building wherry:8a9d6693227d
[2/3] the machines run: control-plane and 3 workers: yes, now (2.4 s)
[3/3] every node is ready: no (9.0 s)

The cluster bench is ready (4.2 s). Try:
`;

describe('parseSteps', () => {
  it('finds each step that holds, and its seconds', () => {
    expect([...parseSteps(printed)]).toEqual([
      ['a Docker engine answers', 0.017],
      ['the machines run: control-plane and 3 workers', 2.4],
    ]);
  });
});

describe('startUpResults', () => {
  it('tells the whole and the steps that take time', () => {
    const results = startUpResults([{ seconds: 4.2, steps: parseSteps(printed) }]);
    expect(results.map(({ name }) => name)).toEqual([
      'start-up, image there',
      '  of it: the machines run: control-plane and 3 workers',
    ]);
  });

  it('has nothing to tell when nothing was started', () => {
    expect(startUpResults([])).toEqual([]);
  });
});
