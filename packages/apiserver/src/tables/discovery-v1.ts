import { endpointSliceTable } from './endpoints.ts';
import type { TableEntry } from './table-columns.ts';

/** How the kinds of this group are shown. */
export const tables: readonly TableEntry[] = [endpointSliceTable];
