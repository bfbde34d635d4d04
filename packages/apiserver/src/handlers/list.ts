/** GET of a collection. */
import { resourceExpired, StatusError } from '@wherry/api';
import { listOf } from '@wherry/api/schema';
import { PartialObjectMetadata } from '@wherry/api/meta-v1';
import { contentTypes, negotiate } from '../http/negotiate.ts';
import { Expired } from '../storage/cache/cache-errors.ts';
import type { EntryList } from '../storage/cache/watch-cache.ts';
import { renderTable } from '../tables/render-table.ts';
import type { Api } from './api.ts';
import { decodeContinue, encodeContinue } from './continue-token.ts';
import { listStateOf, readLimit } from './list-options.ts';
import { prefixOfRequest, type Scope, type VerbHandler } from './scope.ts';
import { selectionOf } from './selection.ts';
import { sendDocument } from './send-object.ts';
import { send } from './send.ts';
import { shownObject, shownText } from './shown.ts';

const LIST_RENDERINGS = ['Table', 'PartialObjectMetadataList'] as const;

export const listHandler =
  (api: Api): VerbHandler =>
  async (scope) => {
    sendList(api, scope, await readPage(api, scope));
  };

/** The page that the query asks for. */
export async function readPage({ cache, indexed }: Api, scope: Scope): Promise<EntryList> {
  const { query } = scope.info;
  const { where, field } = selectionOf(query, scope.served, indexed);
  const prefix = prefixOfRequest(scope);
  const limit = readLimit(query);
  const options = {
    prefix,
    ...(where === undefined ? {} : { where }),
    ...(field === undefined ? {} : { field }),
    ...(limit === undefined ? {} : { limit }),
  };
  const token = query.get('continue') ?? '';
  if (token !== '') return readNextPage({ cache }, { token, options });
  const state = listStateOf(query);
  if (state.kind === 'exact') return cache.listAt(state.revision, options);
  if (state.kind === 'fresh') await cache.fresh();
  else if (state.kind === 'notOlderThan') await cache.reached(state.revision);
  return cache.list(options);
}

interface NextPage {
  readonly token: string;
  readonly options: Parameters<Api['cache']['list']>[0];
}

async function readNextPage({ cache }: Pick<Api, 'cache'>, { token, options }: NextPage): Promise<EntryList> {
  const { revision, after } = decodeContinue(token);
  const page = { ...options, after: options.prefix + after };
  if (revision < 0) {
    await cache.fresh();
    return cache.list(page);
  }
  try {
    return await cache.listAt(revision, page);
  } catch (error) {
    if (error instanceof Expired) throw expiredContinue(after);
    throw error;
  }
}

/** The 410 that carries a token with which the client can go on, at the price of an inconsistent list. */
function expiredContinue(after: string): StatusError {
  const error = resourceExpired(
    'The provided continue parameter is too old to display a consistent list result. You can start a new list without the ' +
      'continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing ' +
      'with the provided token results in an inconsistent list - objects that were created, modified, or deleted between ' +
      'the time the first chunk was returned and now may show up in the list.',
  );
  return new ExpiredContinue(error, encodeContinue({ revision: -1, after }));
}

class ExpiredContinue extends StatusError {
  readonly #continue: string;

  constructor({ code, reason, message }: StatusError, token: string) {
    super({ code, reason, message });
    this.#continue = token;
  }

  override toStatus(): ReturnType<StatusError['toStatus']> {
    return { ...super.toStatus(), metadata: { continue: this.#continue } };
  }
}

/** Sends a page in the form that is negotiated. @throws StatusError 406 */
export function sendList(api: Api, scope: Scope, list: EntryList): void {
  const { exchange, served } = scope;
  const negotiated = negotiate(exchange.request.headers.accept, { renderings: LIST_RENDERINGS });
  const metadata = metadataOf(list, scope);
  const metadataOnly = negotiated.as === 'PartialObjectMetadataList';
  const sight = { served, metadataOnly };
  if (negotiated.as === 'Table') {
    const table = renderTable(list.entries, { served, query: scope.info.query, now: api.clock.now(), metadata });
    return sendDocument(exchange, table, { negotiated, schema: undefined });
  }
  const kind = metadataOnly ? 'PartialObjectMetadataList' : `${served.resource.kind}List`;
  const apiVersion = metadataOnly ? 'meta.k8s.io/v1' : served.apiVersion;
  if (negotiated.format === 'json' && !negotiated.pretty) {
    const head = JSON.stringify({ kind, apiVersion, metadata }).slice(0, -1);
    const items = list.entries.map((entry) => shownText(entry, sight)).join(',');
    return send(exchange, `${head},"items":[${items}]}\n`, { contentType: contentTypes.json });
  }
  const items = list.entries.map((entry) => shownObject(entry, sight));
  const schema = listOf(metadataOnly ? PartialObjectMetadata : served.resource.schema);
  return sendDocument(exchange, { kind, apiVersion, metadata, items }, { negotiated, schema });
}

interface ListMetadata {
  readonly [field: string]: string | number;
}

function metadataOf({ entries, revision, remaining }: EntryList, scope: Scope): ListMetadata {
  const last = entries.at(-1);
  if (remaining === 0 || last === undefined) return { resourceVersion: String(revision) };
  const after = last.key.slice(prefixOfRequest(scope).length);
  const { query } = scope.info;
  const isFiltered = (query.get('labelSelector') ?? '') !== '' || (query.get('fieldSelector') ?? '') !== '';
  return {
    resourceVersion: String(revision),
    continue: encodeContinue({ revision, after }),
    // With a selector nobody knows how many of the rest it selects.
    ...(isFiltered ? {} : { remainingItemCount: remaining }),
  };
}
