import type { KubeObject, Resource } from '@wherry/api/resources';
import { tableFor, type TableColumns, type TableEntry } from './table-columns.ts';

/** Shows a second version of a kind as its stored version is shown. */
export function tableOfView<T extends KubeObject>(resource: Resource<T>, stored: TableColumns<KubeObject>): TableEntry {
  const { view } = resource;
  if (view === undefined) throw new TypeError(`${resource.group}/${resource.version} ${resource.kind} is no view`);
  return tableFor(resource, {
    columns: stored.columns,
    cells: (object, now) => stored.cells(view.toStored(object), now),
  });
}
