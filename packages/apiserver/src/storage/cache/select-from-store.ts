/** Reads a past state of a resource from the store, when the cache no longer has it. */
import { Compacted } from '../storage-errors.ts';
import type { Storage, StoredItem } from '../storage.ts';
import { Expired } from './cache-errors.ts';
import type { Entry } from './entry.ts';
import type { Selected, Selection } from './sorted-entries.ts';

export interface SelectFromStoreOptions {
  readonly storage: Pick<Storage, 'list'>;
  readonly revision: number;
  /** Makes an entry; undefined when the item cannot be read. */
  readonly entryOf: (item: StoredItem) => Entry | undefined;
}

/** How many items are read at a time when some of them may not be wanted. */
const PAGE = 500;

/**
 * @throws Expired when the store no longer has that revision; what `Storage.list` throws.
 */
export async function selectFromStore(selection: Selection, options: SelectFromStoreOptions): Promise<Selected> {
  const { prefix, limit = Infinity, where } = selection;
  const entries: Entry[] = [];
  for (let after = selection.after; ;) {
    const page = await listAt(options, {
      prefix,
      ...(after !== undefined && { after }),
      ...(limit < Infinity && { limit: where ? Math.max(limit, PAGE) : limit }),
    });
    for (const [i, item] of page.items.entries()) {
      const entry = options.entryOf(item);
      if (!entry || (where && !where(entry))) continue;
      entries.push(entry);
      if (entries.length >= limit) return { entries, remaining: page.remaining + page.items.length - i - 1 };
    }
    after = page.items.at(-1)?.key;
    if (page.remaining === 0 || after === undefined) return { entries, remaining: 0 };
  }
}

async function listAt(
  { storage, revision }: SelectFromStoreOptions,
  page: { prefix: string; after?: string; limit?: number },
) {
  try {
    return await storage.list({ ...page, revision });
  } catch (error) {
    if (error instanceof Compacted) throw new Expired(error.message, { cause: error });
    throw error;
  }
}
