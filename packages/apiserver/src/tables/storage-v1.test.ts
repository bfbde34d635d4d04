import { CSIDriver, StorageClass, CSIDrivers, StorageClasses } from '@wherry/api/storage-v1';
import { decodeJson } from '@wherry/api/schema';
import type { KubeObject, Resource } from '@wherry/api/resources';
import { describe, expect, it } from 'vitest';
import { tables } from './storage-v1.ts';
import type { Cell } from './table-columns.ts';

const NOW = new Date('2026-01-01T01:00:00Z');
const metadata = { name: 'x', creationTimestamp: '2026-01-01T00:00:00Z' };

function cellsOf(of: Resource, object: KubeObject): readonly Cell[] | undefined {
  const entry = tables.find(({ resource }) => resource.kind === of.kind);
  return entry?.table.cells(object, NOW);
}

describe('storage tables', () => {
  it('mark the default class', () => {
    const annotations = { 'storageclass.kubernetes.io/is-default-class': 'true' };
    const { value } = decodeJson(StorageClass, { metadata: { ...metadata, annotations }, provisioner: 'p' });
    expect(cellsOf(StorageClasses, value)).toEqual(['x (default)', 'p', 'Delete', 'Immediate', false, '60m']);
  });

  it('join what a driver has several of', () => {
    const spec = { tokenRequests: [{ audience: 'a' }, { audience: 'b' }], volumeLifecycleModes: ['Persistent'] };
    const { value } = decodeJson(CSIDriver, { metadata, spec });
    expect(cellsOf(CSIDrivers, value)).toEqual(['x', true, false, false, 'a,b', false, 'Persistent', '60m']);
  });
});
