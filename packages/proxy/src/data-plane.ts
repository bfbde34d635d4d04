/** What carries the Service table out on a node: nftables, or sockets of this process. */
import type { TableEntry } from './service-table.ts';

export interface DataPlane {
  /**
   * Makes the node's network so. May be called any number of times, never twice at once. Resolves with `unchanged` when it
   * knows that it was so already.
   */
  carryOut(entries: readonly TableEntry[]): Promise<'unchanged' | void>;
}
