import { Quantity } from '@wherry/api';
import { NodeMetricsResource, PodMetricsResource } from '@wherry/api/metrics-v1beta1';
import { tableFor, type Column, type TableEntry } from './table-columns.ts';

const cell = (name: string, format: string, description = ''): Column => ({
  name,
  type: 'string',
  format,
  description,
  priority: 0,
});

const columns: readonly Column[] = [
  cell('Name', 'name', 'Name of the resource'),
  cell('cpu', 'quantity'),
  cell('memory', 'quantity'),
  cell('Window', 'duration'),
];

type Usage = Readonly<Record<string, string>>;

/** What all of them use together. */
const total = (usages: readonly Usage[], name: string): string =>
  usages.reduce((sum, usage) => sum.add(Quantity.parse(usage[name] ?? '0')), Quantity.ZERO).toString();

/** How the kinds of this group are shown. */
export const tables: readonly TableEntry[] = [
  tableFor(NodeMetricsResource, {
    columns,
    cells: ({ metadata, usage, window }) => [
      metadata.name ?? '',
      total([usage], 'cpu'),
      total([usage], 'memory'),
      window,
    ],
  }),
  tableFor(PodMetricsResource, {
    columns,
    cells: ({ metadata, containers, window }) => {
      const usages = containers.map(({ usage }) => usage);
      return [metadata.name ?? '', total(usages, 'cpu'), total(usages, 'memory'), window];
    },
  }),
];
