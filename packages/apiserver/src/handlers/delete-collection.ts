/** DELETE of a collection: each object that the selectors choose is deleted as if by itself. */
import { isNotFound } from '@wherry/api';
import { deleteObject } from '../registry/delete.ts';
import type { Entry } from '../storage/cache/entry.ts';
import { asKubeObject } from '../registry/object-text.ts';
import type { Api } from './api.ts';
import { readDeleteOptions } from './delete.ts';
import { readPage, sendList } from './list.ts';
import { readDryRun, writeRequest, type Scope, type VerbHandler } from './scope.ts';

/** How many are deleted at a time. */
const PARALLEL = 8;

export const deleteCollectionHandler =
  (api: Api): VerbHandler =>
  async (scope) => {
    const options = await readDeleteOptions(scope.exchange);
    const dryRun = readDryRun(scope.info.query, options.dryRun ?? []);
    const list = await readPage(api, scope);
    const queue = [...list.entries];
    const work = async () => {
      for (let entry = queue.shift(); entry !== undefined; entry = queue.shift()) {
        await deleteOne(api, { scope, entry, options, dryRun });
      }
    };
    await Promise.all(Array.from({ length: PARALLEL }, work));
    sendList(api, scope, list);
  };

interface One {
  readonly scope: Scope;
  readonly entry: Entry;
  readonly options: Awaited<ReturnType<typeof readDeleteOptions>>;
  readonly dryRun: boolean;
}

async function deleteOne(api: Api, { scope, entry, options, dryRun }: One): Promise<void> {
  const { name = '', namespace = '' } = asKubeObject(entry.object).metadata;
  const request = { ...writeRequest(scope, { dryRun }), namespace };
  try {
    await deleteObject(api.registry, { request, name, options });
  } catch (error) {
    // Someone else was faster: it is gone, as was asked.
    if (!isNotFound(error)) throw error;
  }
}
