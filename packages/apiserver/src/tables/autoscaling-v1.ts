import { HorizontalPodAutoscalers } from '@wherry/api/autoscaling-v1';
import { autoscalerTable } from './autoscaling-v2.ts';
import type { TableEntry } from './table-columns.ts';
import { tableOfView } from './table-of-view.ts';

/** How the kinds of this group are shown. */
export const tables: readonly TableEntry[] = [tableOfView(HorizontalPodAutoscalers, autoscalerTable)];
