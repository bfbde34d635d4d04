import { describe, expect, it } from 'vitest';
import { newestDefault } from './newest-default.ts';

const DEFAULT = 'storageclass.kubernetes.io/is-default-class';

describe('newestDefault', () => {
  const named = (name: string, creationTimestamp: string, value = 'true') => ({
    metadata: { name, creationTimestamp, annotations: { [DEFAULT]: value } },
  });
  it.each([
    ['none where none says so', [named('a', '2026-01-01T00:00:00Z', 'false')], undefined],
    ['the newest', [named('a', '2026-01-01T00:00:00Z'), named('b', '2026-01-02T00:00:00Z')], 'b'],
    ['the first by name of the newest', [named('b', '2026-01-01T00:00:00Z'), named('a', '2026-01-01T00:00:00Z')], 'a'],
  ])('is %s', (_name, classes, expected) => {
    expect(newestDefault(classes, [DEFAULT])?.metadata.name).toBe(expected);
  });
});
