/** GET of a collection. */
import { badRequest, resourceExpired, StatusError } from '@wherry/api';
import { listOf } from '@wherry/api/schema';
import { PartialObjectMetadata } from '@wherry/api/meta-v1';
import { BufferPool } from '../http/buffer-pool.ts';
import { contentTypes } from '../http/negotiate.ts';
import { Expired } from '../storage/cache/cache-errors.ts';
import type { EntryList } from '../storage/cache/watch-cache.ts';
import { renderTable } from '../tables/render-table.ts';
import type { Api } from './api.ts';
import { decodeContinue, encodeContinue } from './continue-token.ts';
import { listBody } from './list-body.ts';
import { listStateOf, readLimit, type ListState } from './list-options.ts';
import { prefixOfRequest, type Scope, type VerbHandler } from './scope.ts';
import { selectionOf } from './selection.ts';
import { isPlainJson, sendDocument } from './send-object.ts';
import { send } from './send.ts';
import { shownObject, shownText } from './shown.ts';

export const listHandler = (api: Api): VerbHandler => {
  const sendList = listSender(api);
  return async (scope) => sendList(scope, await readPage(api, scope));
};

/** Entries with what is needed to go on after them. */
export interface Page extends EntryList {
  /** What the keys of all entries start with. @default what the request's path says */
  readonly prefix?: string;
}

/** The page that the query asks for. */
export async function readPage({ cache, indexed }: Pick<Api, 'cache' | 'indexed'>, scope: Scope): Promise<Page> {
  const { query } = scope.info;
  const state = listStateOf(query);
  const { prefix, key, where, field } = selectionOf(scope, indexed);
  const limit = readLimit(query);
  const options = {
    prefix,
    ...(where === undefined ? {} : { where }),
    ...(field === undefined ? {} : { field }),
    ...(limit === undefined ? {} : { limit }),
  };
  const token = query.get('continue') ?? '';
  if (token !== '') return { prefix, ...(await readNextPage({ cache }, { token, options, state })) };
  if (state.kind === 'exact') return { prefix, ...(await readPast(cache, state.revision, options)) };
  if (state.kind === 'fresh') await cache.fresh();
  else if (state.kind === 'notOlderThan') await cache.reached(state.revision);
  if (key === undefined) return { prefix, ...cache.list(options) };
  const entry = cache.get(key);
  const isWanted = entry !== undefined && (where === undefined || where(entry));
  return { prefix, entries: isWanted ? [entry] : [], revision: cache.revision, remaining: 0 };
}

type ListOptions = Parameters<Api['cache']['list']>[0];

async function readPast(cache: Api['cache'], revision: number, options: ListOptions): Promise<EntryList> {
  try {
    return await cache.listAt(revision, options);
  } catch (error) {
    if (error instanceof Expired) throw resourceExpired('The resourceVersion for the provided list is too old.');
    throw error;
  }
}

interface NextPage {
  readonly token: string;
  readonly options: ListOptions;
  readonly state: ListState;
}

async function readNextPage({ cache }: Pick<Api, 'cache'>, { token, options, state }: NextPage): Promise<EntryList> {
  const { revision, after } = decodeContinue(token);
  if (state.kind !== 'fresh' && state.kind !== 'any') {
    throw badRequest('specifying resource version is not allowed when using continue');
  }
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

/** Sends a page of a list in the form that was negotiated. */
export type SendList = (scope: Scope, page: Page) => void;

/** Makes the function that sends lists; it keeps buffers, so make it once. */
export function listSender({ clock }: Pick<Api, 'clock'>): SendList {
  const buffers = new BufferPool();
  return (scope, page) => sendPage(scope, { page, buffers, now: clock.now() });
}

interface Sending {
  readonly page: Page;
  readonly buffers: BufferPool;
  readonly now: Date;
}

function sendPage(scope: Scope, { page, buffers, now }: Sending): void {
  const { exchange, served, negotiated } = scope;
  const metadata = metadataOf(page, scope);
  const metadataOnly = negotiated.as === 'PartialObjectMetadataList';
  const sight = { served, metadataOnly };
  if (negotiated.as === 'Table') {
    const table = renderTable(page.entries, { served, query: scope.info.query, now, metadata });
    return sendDocument(exchange, table, { negotiated, schema: undefined });
  }
  const kind = metadataOnly ? 'PartialObjectMetadataList' : `${served.resource.kind}List`;
  const apiVersion = metadataOnly ? 'meta.k8s.io/v1' : served.apiVersion;
  if (isPlainJson(exchange, negotiated)) {
    const list = JSON.stringify({ kind, apiVersion, metadata });
    const items = page.entries.map((entry) => shownText(entry, sight));
    const { body, of } = listBody({ list, items }, buffers);
    return send(exchange, body, { contentType: contentTypes.json, onSent: () => buffers.give(of) });
  }
  const items = page.entries.map((entry) => shownObject(entry, sight));
  const schema = listOf(metadataOnly ? PartialObjectMetadata : served.resource.schema);
  return sendDocument(exchange, { kind, apiVersion, metadata, items }, { negotiated, schema });
}

interface ListMetadata {
  readonly [field: string]: string | number;
}

function metadataOf({ entries, revision, remaining, prefix }: Page, scope: Scope): ListMetadata {
  const last = entries.at(-1);
  // What is made up for the answer is of no revision.
  if (revision === 0) return {};
  if (remaining === 0 || last === undefined) return { resourceVersion: String(revision) };
  const after = last.key.slice((prefix ?? prefixOfRequest(scope)).length);
  const { query } = scope.info;
  const isFiltered = (query.get('labelSelector') ?? '') !== '' || (query.get('fieldSelector') ?? '') !== '';
  return {
    resourceVersion: String(revision),
    continue: encodeContinue({ revision, after }),
    // With a selector nobody knows how many of the rest it selects.
    ...(isFiltered ? {} : { remainingItemCount: remaining }),
  };
}
