import { describe, expect, it } from 'vitest';
import { expand } from './expand.ts';

describe('expand', () => {
  const lookup = (name: string) =>
    new Map([
      ['A', 'one'],
      ['EMPTY', ''],
      ['SELF', '$(A)'],
    ]).get(name);
  it.each([
    ['a name', 'x-$(A)-y', 'x-one-y'],
    ['several', '$(A)$(A)', 'oneone'],
    ['an empty value', '[$(EMPTY)]', '[]'],
    ['an unknown name', '$(NOPE)', '$(NOPE)'],
    ['an escape', '$$(A)', '$(A)'],
    ['an escaped escape', '$$$(A)', '$one'],
    ['a dollar alone', 'a$b $', 'a$b $'],
    ['an open bracket', '$(A', '$(A'],
    ['what a value holds, not at all', '$(SELF)', '$(A)'],
  ])('expands %s', (_name, text, expected) => {
    expect(expand(text, lookup)).toBe(expected);
  });
});
