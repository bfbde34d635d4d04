import { HorizontalPodAutoscalers } from '@wherry/api/autoscaling-v1';
import { autoscalerTable } from './autoscaling-v2.ts';
import { Scales } from '../subresources/scale-resource.ts';
import { formatAge } from './age.ts';
import { ageColumn, column, nameColumn } from './columns.ts';
import { tableFor, type TableEntry } from './table-columns.ts';
import { tableOfView } from './table-of-view.ts';

/** How the kinds of this group are shown. */
export const tables: readonly TableEntry[] = [
  tableOfView(HorizontalPodAutoscalers, autoscalerTable),
  tableFor(Scales, {
    columns: [
      nameColumn,
      column('Desired', 'Pods wanted.', 'integer'),
      column('Available', 'Pods there are.', 'integer'),
      ageColumn,
    ],
    cells: ({ metadata, spec, status }, now) => [
      metadata.name ?? '',
      spec.replicas ?? 0,
      status.replicas,
      formatAge(metadata.creationTimestamp, now),
    ],
  }),
];
