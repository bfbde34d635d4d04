import { ListMeta } from './list-meta.ts';
import { typeMeta } from './type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { int32, rawExtension, string } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.apimachinery.pkg.apis.meta.v1');

export const TableColumnDefinition = struct('TableColumnDefinition', '', {
  name: field(0, string, ''),
  type: field(0, string, ''),
  format: field(0, string, ''),
  description: field(0, string, ''),
  priority: field(0, int32, ''),
});
export type TableColumnDefinition = Infer<typeof TableColumnDefinition>;

export const TableRowCondition = struct('TableRowCondition', '', {
  type: field(0, string, ''),
  status: field(0, string, ''),
  reason: field(0, omitEmpty(string), ''),
  message: field(0, omitEmpty(string), ''),
});
export type TableRowCondition = Infer<typeof TableRowCondition>;

export const TableRow = struct('TableRow', '', {
  conditions: field(0, omitEmpty(list(TableRowCondition)), '', { merge: 'atomic' }),
  object: field(0, omitEmpty(rawExtension), ''),
});
export type TableRow = Infer<typeof TableRow>;

export const Table = struct('Table', '', {
  ...typeMeta,
  metadata: field(0, omitEmpty(ListMeta), 'Standard object metadata.'),
  columnDefinitions: field(0, list(TableColumnDefinition), '', { merge: 'atomic' }),
  rows: field(0, list(TableRow), '', { merge: 'atomic' }),
});
export type Table = Infer<typeof Table>;
