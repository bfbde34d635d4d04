// That a transcript means what it says: a check that cannot fail would hide every fault of what it is used on.

import { describe, expect, it } from 'vitest';
import { parseTranscript, settle, showOutcome } from './transcript.ts';

describe('parseTranscript', () => {
  it('splits commands from what they print', () => {
    const steps = parseTranscript(`
      $ kubectl get pods
      NAME
        indented
      $ KUBE_EDITOR=./edit.sh kubectl edit -o jsonpath='{.a} {.b}' x='y z'

      ! text
    `);
    expect(steps).toEqual([
      { words: ['kubectl', 'get', 'pods'], env: {}, line: '$ kubectl get pods', expected: ['NAME', '  indented'] },
      {
        words: ['kubectl', 'edit', '-o', 'jsonpath={.a} {.b}', 'x=y z'],
        env: { KUBE_EDITOR: './edit.sh' },
        line: `$ KUBE_EDITOR=./edit.sh kubectl edit -o jsonpath='{.a} {.b}' x='y z'`,
        expected: ['', '! text'],
      },
    ]);
  });

  it('refuses output that no command prints', () => {
    expect(() => parseTranscript('NAME\n$ kubectl')).toThrow('begins with no command but with NAME');
  });
});

describe('showOutcome', () => {
  it.each([
    { what: 'success', outcome: { code: 0, stdout: 'a\nb \n', stderr: '' }, shown: ['a', 'b'] },
    {
      what: 'failure',
      outcome: { code: 1, stdout: '', stderr: 'no\n\nway\n' },
      shown: ['! no', '!', '! way', '[exit 1]'],
    },
    { what: 'a signal', outcome: { code: undefined, stdout: '', stderr: '' }, shown: ['[exit by a signal]'] },
    { what: 'both outputs', outcome: { code: 0, stdout: 'a', stderr: 'b' }, shown: ['a', '! b'] },
  ])('shows $what', ({ outcome, shown }) => {
    expect(showOutcome(outcome)).toEqual(shown);
  });
});

describe('settle', () => {
  it.each([
    { what: 'equal lines', expected: ['a', 'b'], printed: ['a', 'b'] },
    { what: 'any text in a line', expected: ['a … c'], printed: ['a b b c'] },
    { what: 'any lines at the end', expected: ['a', '…'], printed: ['a', 'b', 'c'] },
    { what: 'no lines at the end', expected: ['a', '…'], printed: ['a'] },
    { what: 'any lines in the middle', expected: ['a', '…', 'c'], printed: ['a', 'b', 'b', 'c'] },
    { what: 'other widths of columns', expected: ['a   b   c'], printed: ['a      b     c'] },
  ])('allows $what', ({ expected, printed }) => {
    expect(settle(expected, printed)).toEqual(printed);
  });

  it.each([
    { what: 'another line', expected: ['a', 'b'], printed: ['a', 'c'] },
    { what: 'a missing line', expected: ['a', 'b'], printed: ['a'] },
    { what: 'a line too many', expected: ['a'], printed: ['a', 'b'] },
    { what: 'a missing line after any lines', expected: ['…', 'c'], printed: ['a', 'b'] },
    { what: 'characters that patterns are made of', expected: ['a.c'], printed: ['abc'] },
    { what: 'a column that runs into the next', expected: ['a   b'], printed: ['a b'] },
    { what: 'a prefix', expected: ['a …'], printed: ['ba c'] },
  ])('does not allow $what', ({ expected, printed }) => {
    expect(settle(expected, printed)).not.toEqual(printed);
  });
});
