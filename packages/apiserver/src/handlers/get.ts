/** GET of one object. */
import { notFound } from '@wherry/api';
import type { Api } from './api.ts';
import { listStateOf } from './list-options.ts';
import { keyOfRequest, type VerbHandler } from './scope.ts';
import { sendObject } from './send-object.ts';

/** Answers with the object as of now, or as the cache has it when the client says that this will do. */
export const getHandler =
  (api: Api): VerbHandler =>
  async (scope) => {
    const { info, served } = scope;
    const state = listStateOf(info.query);
    if (state.kind === 'fresh') await api.cache.fresh();
    else if (state.kind !== 'any') await api.cache.reached(state.revision);
    const entry = api.cache.get(keyOfRequest(scope));
    if (entry === undefined) throw notFound(served.name, info.name);
    sendObject(api, scope, { shown: entry });
  };
