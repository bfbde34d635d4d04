/** DELETE of a collection: each object that the selectors choose is deleted as if by itself. */
import { isNotFound } from '@wherry/api';
import { asKubeObject } from '../registry/object-text.ts';
import { deleteObject } from '../registry/delete.ts';
import type { Entry } from '../storage/cache/entry.ts';
import type { Api } from './api.ts';
import { readDeleteOptions } from './delete.ts';
import { listSender, readPage } from './list.ts';
import { writeRequest, type Scope, type VerbHandler } from './scope.ts';

/** How many are deleted at a time. */
const PARALLEL = 8;

export const deleteCollectionHandler = (api: Api): VerbHandler => {
  const sendList = listSender(api);
  return async (scope) => {
    const options = await readDeleteOptions(scope.exchange);
    const dryRun = (options.dryRun ?? []).length > 0;
    const list = await readPage(api, scope);
    const queue = [...list.entries].reverse();
    const work = async () => {
      for (let entry = queue.pop(); entry !== undefined; entry = queue.pop()) {
        await deleteOne(api, { scope, entry, options, dryRun });
      }
    };
    await Promise.all(Array.from({ length: PARALLEL }, work));
    sendList(scope, list);
  };
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
