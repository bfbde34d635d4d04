/** Objects as a `meta.k8s.io/v1` Table: what `kubectl get` prints, for any kind. */
import { badRequest } from '@wherry/api';
import type { KubeObject } from '@wherry/api/resources';
import { shownObject, type Shown } from '../handlers/shown.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import { columnsOf } from './columns-of.ts';

export interface TableOptions {
  readonly served: ServedResource;
  /** The request's query: `includeObject` says how much of each object comes along. */
  readonly query: URLSearchParams;
  readonly now: Date;
  /** The list's metadata, or the object's resourceVersion. */
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Watches say what the columns are only once. @default true */
  readonly withColumns?: boolean;
}

export interface Table {
  readonly kind: 'Table';
  readonly apiVersion: 'meta.k8s.io/v1';
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly columnDefinitions: readonly object[] | null;
  readonly rows: readonly object[];
}

/** @throws StatusError 400 for an unknown `includeObject` */
export function renderTable(shown: readonly Shown[], options: TableOptions): Table {
  const { served, query, now, metadata, withColumns = true } = options;
  const { columns, cells } = columnsOf(served.resource);
  const include = query.get('includeObject') || 'Metadata';
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: withColumns ? columns.map((column) => ({ format: '', ...column })) : null,
    rows: shown.map((one) => {
      const object = shownObject(one, { served, metadataOnly: false });
      return { cells: cells(object, now), ...included(object, include) };
    }),
  };
}

function included(object: KubeObject, include: string): { object?: object } {
  switch (include) {
    case 'Object':
      return { object };
    case 'Metadata':
      return {
        object: { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata },
      };
    case 'None':
      return {};
    default:
      throw badRequest(`unrecognized includeObject value: ${include}`);
  }
}
