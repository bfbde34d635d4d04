import { describe, expect, it } from 'vitest';
import { readmeCommands } from './readme-commands.ts';

describe('readmeCommands', () => {
  it('finds the commands of each section, and nothing else', () => {
    const text = [
      '# Title',
      '```sh',
      'before any section',
      '```',
      '## One',
      '```sh',
      '# why',
      'first',
      '',
      'second | third',
      '```',
      '```ts',
      'const no = 1;',
      '```',
      'and',
      '```sh',
      'fourth',
      '```',
      '## Prose',
      'none',
      '## Two',
      '```sh',
      'fifth',
      '```',
    ].join('\n');
    expect(readmeCommands(text)).toEqual([
      { heading: 'One', commands: ['first', 'second | third', 'fourth'] },
      { heading: 'Two', commands: ['fifth'] },
    ]);
  });
});
