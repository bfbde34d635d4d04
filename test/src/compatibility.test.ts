// docs/compatibility.md says what the code says, and the tables that it is made from say what the code does, as far as that can
// be seen without running it.

import { readFile } from 'node:fs/promises';
import { PodSecurityContext, PodSpec, SecurityContext } from '@wherry/api/core-v1';
import { describe, expect, it } from 'vitest';
import { fieldGroups } from './compatibility/field-groups.ts';
import { pageFile, pageText } from './compatibility/page-file.ts';
import { parts, type Part } from './compatibility/parts.ts';
import { mentions, sourcesOf } from './compatibility/sources.ts';
import { verdictsOf } from './compatibility/verdicts.ts';

describe('verdictsOf', () => {
  const group = { kind: 'v1 Pod', place: 'spec', schema: PodSpec, isAnswered: false };
  const row = { schema: PodSpec, enforced: [], partly: {}, warned: {}, refused: {} };
  const part: Part = { name: 'kubelet', fields: [{ ...row, enforced: ['hostPID'], refused: { hostUsers: 'false' } }] };
  const other: Part = { name: 'other', fields: [{ ...row, schema: SecurityContext, enforced: ['hostname'] }] };

  it('counts as stored only what no part names', () => {
    const { enforced, refused, stored, by } = verdictsOf(group, [part, other]);
    expect({ enforced, refused, by }).toEqual({
      enforced: ['hostPID'],
      refused: [{ field: 'hostUsers', note: 'false' }],
      by: ['kubelet'],
    });
    expect(stored).toContain('hostname');
    expect(stored).not.toContain('hostPID');
  });

  it('names a part once, however often it speaks', () => {
    const twice: Part = { name: 'kubelet', fields: [...part.fields, { ...row, refused: { hostname: 'no' } }] };
    expect(verdictsOf(group, [twice]).by).toEqual(['kubelet']);
  });

  it('lets a limit that one part names hold, whatever others say', () => {
    const limited: Part = { name: 'proxy', fields: [{ ...row, partly: { hostPID: 'sometimes' } }] };
    expect(verdictsOf(group, [part, limited])).toMatchObject({
      enforced: [],
      partly: [{ field: 'hostPID', note: 'sometimes' }],
    });
  });
});

describe('docs/compatibility.md', () => {
  it('is what npm run docs makes', async () => {
    expect(await readFile(pageFile, 'utf8')).toBe(await pageText());
  });
});

describe('mentions', () => {
  it.each([
    ['a member', 'if (spec.hostPID) return;', true],
    ['a name that is taken out', 'const { hostPID = false } = spec;', true],
    ['a longer word', 'const hostPIDs = 3;', false],
    ['a comment', '// hostPID is not ours\n/* hostPID */', false],
  ])('judges %s', (_name, text, expected) => {
    expect(mentions(text, 'hostPID')).toBe(expected);
  });
});

describe.each(parts)('what $name says of fields', ({ name, fields }) => {
  it('is said of fields that its code reads', async () => {
    const sources = await sourcesOf(name);
    const unread = fields.flatMap(({ schema, enforced }) =>
      enforced.filter((field) => !mentions(sources, field)).map((field) => `${schema.name}.${field}`),
    );
    expect(unread).toEqual([]);
  });
});

describe('stored only', () => {
  it.each([
    ['pods', PodSpec],
    ['what pods may do', PodSecurityContext],
    ['what containers may do', SecurityContext],
  ])('is not said of fields of %s that somebody reads', async (_name, schema) => {
    const sources = (await Promise.all(parts.map(({ name }) => sourcesOf(name)))).join('\n');
    const group = fieldGroups().find((one) => one.schema === schema);
    const stored = group === undefined ? ['no such group'] : verdictsOf(group, parts).stored;
    expect(stored.filter((field) => mentions(sources, field))).toEqual([]);
  });
});
