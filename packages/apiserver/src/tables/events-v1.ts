import { Events } from '@wherry/api/events-v1';
import { eventTable } from './event.ts';
import { tableOfView } from './table-of-view.ts';
import type { TableEntry } from './table-columns.ts';

/** How the kinds of this group are shown. */
export const tables: readonly TableEntry[] = [tableOfView(Events, eventTable)];
