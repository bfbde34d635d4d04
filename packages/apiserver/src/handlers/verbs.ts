/** The verbs of resources, and which of them read only. */
import type { Api } from './api.ts';
import { createHandler } from './create.ts';
import { deleteCollectionHandler } from './delete-collection.ts';
import { deleteHandler } from './delete.ts';
import { getHandler } from './get.ts';
import { listHandler } from './list.ts';
import { patchHandler } from './patch.ts';
import type { VerbHandler } from './scope.ts';
import { updateHandler } from './update.ts';
import { watchHandler } from './watch.ts';

/** One handler a verb, for all kinds. */
export function verbHandlers(api: Api): ReadonlyMap<string, VerbHandler> {
  return new Map([
    ['create', createHandler(api)],
    ['delete', deleteHandler(api)],
    ['deletecollection', deleteCollectionHandler(api)],
    ['get', getHandler(api)],
    ['list', listHandler(api)],
    ['patch', patchHandler(api)],
    ['update', updateHandler(api)],
    ['watch', watchHandler(api)],
  ]);
}
