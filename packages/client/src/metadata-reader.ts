/** A reader that asks for nothing but metadata: for whoever looks at objects of all kinds. */
import type { KubeList, KubeObject, Resource } from '@wherry/api/resources';
import type { Place, Reader } from './client.ts';
import { pathOf, type Query } from './paths.ts';
import type { Transport } from './transport.ts';
import { watchEvents } from './watch-events.ts';

const ONE = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';
const MANY = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';

/** What it returns has apiVersion and kind of PartialObjectMetadata, whatever resource it is asked for. */
export function metadataReader(transport: Pick<Transport, 'send' | 'lines'>): Reader {
  const scope = (namespace: string | undefined) => (namespace === undefined ? {} : { namespace });
  const aborting = (signal: AbortSignal | undefined) => (signal === undefined ? {} : { signal });
  return {
    async get<T extends KubeObject>(resource: Resource<T>, place: Place, options: GetOptions = {}): Promise<T> {
      const path = pathOf(resource, place, options.query);
      // The server answers with the metadata that every object has.
      return (await transport.send({ method: 'GET', path, accept: ONE, ...aborting(options.signal) })) as T;
    },
    async list<T extends KubeObject>(resource: Resource<T>, query: ListOptions = {}): Promise<KubeList<T>> {
      const { namespace, signal, ...rest } = query;
      const path = pathOf(resource, scope(namespace), rest);
      return (await transport.send({ method: 'GET', path, accept: MANY, ...aborting(signal) })) as KubeList<T>;
    },
    async watch(resource, { namespace, signal, ...rest }) {
      const path = pathOf(resource, scope(namespace), { ...rest, watch: true, allowWatchBookmarks: true });
      return watchEvents(await transport.lines({ method: 'GET', path, accept: ONE, ...aborting(signal) }));
    },
  };
}

interface GetOptions {
  readonly query?: Query;
  readonly signal?: AbortSignal;
}
type ListOptions = NonNullable<Parameters<Reader['list']>[1]>;
