/** The columns that most tables share, and a short way to write the others. */
import type { Column } from './table-columns.ts';

export const nameColumn: Column = {
  name: 'Name',
  type: 'string',
  format: 'name',
  description: 'Name of the object, unique in its namespace.',
  priority: 0,
};

export const ageColumn: Column = {
  name: 'Age',
  type: 'string',
  description: 'Time since the object was created.',
  priority: 0,
};

/** A text column, unless `type` says otherwise, that is always shown. */
export function column(name: string, description: string, type: Column['type'] = 'string'): Column {
  return { name, type, description, priority: 0 };
}

/** A text column that only `-o wide` shows. */
export function wideColumn(name: string, description: string): Column {
  return { name, type: 'string', description, priority: 1 };
}
