import type { KubeObject } from '@wherry/api/resources';
import { decodeJson } from '@wherry/api/schema';
import { describe, expect, it } from 'vitest';
import { tableTable } from './table-table.ts';

const NOW = new Date('2026-01-01T01:00:00Z');

describe('tableTable', () => {
  it.each(tableTable.map((entry) => [entry.resource.kind, entry] as const))(
    '%s has a cell for every column, however little an object says',
    (_kind, { resource, table }) => {
      const { value } = decodeJson(resource.schema, { metadata: { name: 'x' } });
      expect(table.cells(value as unknown as KubeObject, NOW)).toHaveLength(table.columns.length);
    },
  );

  it('has every kind once', () => {
    const kinds = tableTable.map(({ resource }) => `${resource.group}/${resource.version} ${resource.kind}`);
    expect(kinds).toEqual([...new Set(kinds)]);
  });
});
