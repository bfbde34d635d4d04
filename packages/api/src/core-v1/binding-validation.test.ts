import { describe, expect, it } from 'vitest';

import { validateBinding } from './binding-validation.ts';

describe('validateBinding', () => {
  it.each<[string, object, string[]]>([
    ['accepts a node', { kind: 'Node', name: 'n' }, []],
    ['takes a target of no kind for a node', { name: 'n' }, []],
    ['needs a name', { kind: 'Node' }, ['target.name: Required value']],
    [
      'refuses other kinds',
      { kind: 'Pod', name: 'p' },
      ['target.kind: Unsupported value: "Pod": supported values: "Node", "<empty>"'],
    ],
  ])('%s', (_name, target, errors) => {
    expect(validateBinding({ target }).map(String)).toEqual(errors);
  });
});
