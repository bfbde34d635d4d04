import { resourceTable } from '@wherry/api/resources';
import { describe, expect, it } from 'vitest';
import { effectWarning, kindsWithoutEffect } from './effect-warning.ts';

describe('effectWarning', () => {
  it('tells of a kind upon which nothing acts', () => {
    expect(effectWarning({ group: 'networking.k8s.io', kind: 'NetworkPolicy' })).toBe(
      'this NetworkPolicy is stored, but nothing in this cluster acts upon it',
    );
  });

  it('has nothing to tell of others', () => {
    expect(effectWarning({ group: 'apps', kind: 'Deployment' })).toBeUndefined();
  });

  it('knows only kinds that are served', () => {
    const served = new Set(resourceTable.map(({ group, kind }) => `${group}/${kind}`));
    const known = Object.entries(kindsWithoutEffect).flatMap(([group, kinds]) =>
      kinds.map((kind) => `${group}/${kind}`),
    );
    expect(known.filter((kind) => !served.has(kind))).toEqual([]);
  });
});
