import { expect, it } from 'vitest';
import { FlagError } from '@wherry/component';
import { selectControllers } from './select-controllers.ts';

const known = ['job', 'node', 'pod'];

it.each<[string[], string[]]>([
  [['*'], ['job', 'node', 'pod']],
  [
    ['*', '-node'],
    ['job', 'pod'],
  ],
  [
    ['-node', '*'],
    ['job', 'pod'],
  ],
  [
    ['pod', 'job'],
    ['job', 'pod'],
  ],
  [['-job'], []],
  [[], []],
])('selectControllers(%j) chooses %j', (chosen, expected) => {
  expect(selectControllers(chosen, known)).toEqual(expected);
});

it('selectControllers() refuses a name that there is not', () => {
  expect(() => selectControllers(['*', '-typo'], known)).toThrow(FlagError);
  expect(() => selectControllers(['*', '-typo'], known)).toThrow('"typo" is not in the list of known controllers');
});
