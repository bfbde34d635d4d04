import { Ingresses } from '@wherry/api/extensions-v1beta1';
import { ingressTable } from './networking-v1.ts';
import type { TableEntry } from './table-columns.ts';
import { tableOfView } from './table-of-view.ts';

/** How the kinds of this group are shown. */
export const tables: readonly TableEntry[] = [tableOfView(Ingresses, ingressTable)];
