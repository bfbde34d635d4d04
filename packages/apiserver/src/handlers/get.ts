/** GET of one object. */
import { notFound } from '@wherry/api';
import type { Entry } from '../storage/cache/entry.ts';
import type { Api } from './api.ts';
import { getStateOf } from './list-options.ts';
import { keyOfRequest, type Scope, type VerbHandler } from './scope.ts';
import { sendObject } from './send-object.ts';

/** Answers with the object as of now, or as the cache has it when the client says that this will do. */
export const getHandler =
  (api: Api): VerbHandler =>
  async (scope) => {
    sendObject(api, scope, { shown: await readEntry(api, scope) });
  };

/** The object that the request names, as up to date as the query asks. @throws StatusError 404 */
export async function readEntry({ cache }: Pick<Api, 'cache'>, scope: Scope): Promise<Entry> {
  const { info, served } = scope;
  const state = getStateOf(info.query);
  if (state.kind === 'fresh') await cache.fresh();
  else if (state.kind === 'notOlderThan') await cache.reached(state.revision);
  const entry = cache.get(keyOfRequest(scope));
  if (entry === undefined) throw notFound(served.name, info.name);
  return entry;
}
