/** Objects as the rows of a table, which is how kubectl shows them. */
import { ListMeta } from './list-meta.ts';
import { typeMeta } from './type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { int32, json, rawExtension, string } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.apimachinery.pkg.apis.meta.v1');

export const TableColumnDefinition = struct('TableColumnDefinition', 'One column of a table.', {
  name: field(0, string, 'Heading.'),
  type: field(0, string, 'Type of the cells: string, integer, number, boolean or date.'),
  format: field(0, string, 'Closer form of the type; name marks the column of names.'),
  description: field(0, string, 'What the column shows.'),
  priority: field(0, int32, '0 is always shown, more only where there is room (-o wide).'),
});
export type TableColumnDefinition = Infer<typeof TableColumnDefinition>;

export const TableRowCondition = struct('TableRowCondition', 'A mark on a row.', {
  type: field(0, string, 'Completed: the object has run its course.'),
  status: field(0, string, 'True, False or Unknown.'),
  reason: field(0, omitEmpty(string), 'Why it is marked: one CamelCase word.'),
  message: field(0, omitEmpty(string), 'Why it is marked: a sentence for people.'),
});
export type TableRowCondition = Infer<typeof TableRowCondition>;

export const TableRow = struct('TableRow', 'One object as a row.', {
  cells: field(0, list(json), 'The cells, one a column.', { merge: 'atomic' }),
  conditions: field(0, omitEmpty(list(TableRowCondition)), 'Marks on the row.', { merge: 'atomic' }),
  object: field(0, omitEmpty(rawExtension), 'The object, or as much of it as was asked for.'),
});
export type TableRow = Infer<typeof TableRow>;

export const Table = struct('Table', 'Objects as the rows of a table, for showing.', {
  ...typeMeta,
  metadata: field(0, omitEmpty(ListMeta), 'Standard object metadata.'),
  columnDefinitions: field(0, list(TableColumnDefinition), 'The columns.', { merge: 'atomic' }),
  rows: field(0, list(TableRow), 'The rows.', { merge: 'atomic' }),
});
export type Table = Infer<typeof Table>;
