/** How a kind is shown as a table (`kubectl get`): its columns, and an object's cells in their order. */
import type { KubeObject, Resource } from '@wherry/api/resources';

export interface Column {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'date';
  readonly format?: string;
  readonly description: string;
  /** 0 is always shown; 1 only with `-o wide`. */
  readonly priority: number;
}

export type Cell = string | number | boolean | null;

export interface TableColumns<T extends KubeObject> {
  readonly columns: readonly Column[];
  /** The cells of one object; `now` is what ages are counted from. */
  cells(this: void, object: Readonly<T>, now: Date): readonly Cell[];
}

export interface TableEntry {
  readonly resource: Resource;
  readonly table: TableColumns<KubeObject>;
}

/** Pairs a resource with its columns; their object types must agree. */
export function tableFor<T extends KubeObject>(resource: Resource<T>, table: TableColumns<T>): TableEntry {
  return { resource, table };
}
