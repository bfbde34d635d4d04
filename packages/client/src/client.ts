/**
 * The typed client: one set of verbs for all kinds, keyed by `Resource<T>`. What it returns has been through the server,
 * so it is complete; what it takes may leave out what the server fills in.
 */
import type { DeleteOptions } from '@wherry/api/meta-v1';
import { apiVersionOf, type KubeList, type KubeObject, type Resource, type Subresource } from '@wherry/api/resources';
import type { Draft } from '@wherry/api/schema';
import { pathOf, type Query } from './paths.ts';
import type { Transport } from './transport.ts';
import { watchEvents, type WatchEvent } from './watch-events.ts';

export interface Place {
  /** Not for cluster-scoped objects. */
  readonly namespace?: string;
  readonly name: string;
}

export interface Options {
  readonly signal?: AbortSignal;
  readonly query?: Query;
}

export interface ListQuery {
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  readonly limit?: number;
  readonly continue?: string;
  /** `0`: whatever the server has at hand. */
  readonly resourceVersion?: string;
  readonly signal?: AbortSignal;
}

export interface WatchQuery extends Omit<ListQuery, 'limit' | 'continue'> {
  readonly timeoutSeconds?: number;
}

export type PatchType = 'json' | 'merge' | 'strategic';

const PATCH_CONTENT: Readonly<Record<PatchType, string>> = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
};

/** Reads objects. */
export interface Reader {
  get<T extends KubeObject>(resource: Resource<T>, place: Place, options?: Options): Promise<T>;
  list<T extends KubeObject>(resource: Resource<T>, query?: ListQuery): Promise<KubeList<T>>;
  /** Events from a revision on; the iteration ends when the server ends the watch, and throws when it fails. */
  watch<T extends KubeObject>(resource: Resource<T>, query: WatchQuery): Promise<AsyncIterable<WatchEvent<T>>>;
}

/** Changes objects. All throw StatusError, or ConnectionError when it is not known what became of the request. */
export interface Writer {
  create<T extends KubeObject>(resource: Resource<T>, object: Draft<T>, options?: Options): Promise<T>;
  update<T extends KubeObject>(
    resource: Resource<T>,
    object: T,
    options?: Options & { readonly subresource?: Subresource['name'] },
  ): Promise<T>;
  updateStatus<T extends KubeObject>(resource: Resource<T>, object: T, options?: Options): Promise<T>;
  patch<T extends KubeObject>(
    resource: Resource<T>,
    place: Place & { readonly subresource?: string },
    patch: Patch,
  ): Promise<T>;
  delete(resource: Resource, place: Place, options?: Draft<DeleteOptions>): Promise<void>;
  deleteCollection(resource: Resource, query: ListQuery, options?: Draft<DeleteOptions>): Promise<void>;
  /** POST to a subresource: a Binding, an Eviction, a TokenRequest. */
  post<A = unknown>(
    resource: Resource,
    target: Place & { readonly subresource: Subresource['name'] },
    body: object,
  ): Promise<A>;
}

export interface Patch {
  readonly type: PatchType;
  readonly body: unknown;
  readonly signal?: AbortSignal;
}

export interface Client extends Reader, Writer {}

export function createClient(transport: Pick<Transport, 'send' | 'lines'>): Client {
  // The server answers a request for a resource with objects of that resource.
  const send = async <A>(request: Parameters<Transport['send']>[0]): Promise<A> => (await transport.send(request)) as A;
  const put = <T extends KubeObject>(
    resource: Resource<T>,
    object: T,
    { subresource, ...options }: Options & { subresource?: string },
  ) =>
    send<T>({
      method: 'PUT',
      path: pathOf(
        resource,
        { ...placeOf(object), ...(subresource === undefined ? {} : { subresource }) },
        options.query,
      ),
      body: typed(resource, object),
      ...signalOf(options),
    });
  return {
    get: (resource, place, options = {}) =>
      send({ method: 'GET', path: pathOf(resource, place, options.query), ...signalOf(options) }),
    list: (resource, { namespace, signal, ...query } = {}) =>
      send({ method: 'GET', path: pathOf(resource, inNamespace(namespace), query), ...signalOf({ signal }) }),
    async watch(resource, { namespace, signal, ...query }) {
      const path = pathOf(resource, inNamespace(namespace), { ...query, watch: true, allowWatchBookmarks: true });
      return watchEvents(await transport.lines({ method: 'GET', path, ...signalOf({ signal }) }));
    },
    create: (resource, object, options = {}) =>
      send({
        method: 'POST',
        path: pathOf(resource, inNamespace(object.metadata?.namespace), options.query),
        body: typed(resource, object),
        ...signalOf(options),
      }),
    update: (resource, object, options = {}) => put(resource, object, options),
    updateStatus: (resource, object, options = {}) => put(resource, object, { ...options, subresource: 'status' }),
    patch: (resource, place, { type, body, signal }) =>
      send({
        method: 'PATCH',
        path: pathOf(resource, place),
        body,
        contentType: PATCH_CONTENT[type],
        ...signalOf({ signal }),
      }),
    delete: (resource, place, options) =>
      send({ method: 'DELETE', path: pathOf(resource, place), ...deleteBody(options) }),
    deleteCollection: (resource, { namespace, signal, ...query }, options) =>
      send({
        method: 'DELETE',
        path: pathOf(resource, inNamespace(namespace), query),
        ...deleteBody(options),
        ...signalOf({ signal }),
      }),
    post: (resource, target, body) => send({ method: 'POST', path: pathOf(resource, target), body }),
  };
}

const inNamespace = (namespace: string | undefined) => (namespace === undefined ? {} : { namespace });
const signalOf = ({ signal }: { readonly signal?: AbortSignal | undefined }) =>
  signal === undefined ? {} : { signal };

function placeOf({ metadata: { name = '', namespace } }: KubeObject): Place {
  return { name, ...inNamespace(namespace) };
}

function typed(resource: Resource, object: object): object {
  return { ...object, kind: resource.kind, apiVersion: apiVersionOf(resource) };
}

const deleteBody = (options: Draft<DeleteOptions> | undefined) =>
  options === undefined ? {} : { body: { ...options, kind: 'DeleteOptions', apiVersion: 'v1' } };
