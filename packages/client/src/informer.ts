/** A collection as a component sees it: a store that is kept up to date, and word of every change. */
import { starting, type Clock, type Log, type Running } from '@wherry/component';
import type { KubeObject, Resource } from '@wherry/api/resources';
import type { ListQuery, Reader } from './client.ts';
import { keyOf } from './key.ts';
import { startReflector, type Sink } from './reflector.ts';
import { Store, type IndexFunction } from './store.ts';

/**
 * One change. An object that is new has no `old`, one that is gone no `object`. Of an object that was made anew under the
 * same name there are two: one has gone, another has come.
 */
export interface Change<T> {
  readonly object?: Readonly<T>;
  readonly old?: Readonly<T>;
}

export type ChangeHandler<T> = (change: Change<T>) => void;

export interface InformerOptions<T extends KubeObject> {
  readonly client: Reader;
  readonly resource: Resource<T>;
  readonly query?: Pick<ListQuery, 'namespace' | 'labelSelector' | 'fieldSelector'>;
  /** Further ways to find objects. */
  readonly indexes?: Readonly<Record<string, IndexFunction<T>>>;
  /** What is kept of each object; objects are shared, so return a new one. @default all of it */
  readonly keep?: (object: T) => T;
  readonly clock: Clock;
  readonly log: Log;
  /** Gives up the start when aborted; it has no meaning later. */
  readonly signal?: AbortSignal;
}

/** Reads show what the informer has been told of: possibly a moment ago. */
export interface Lister<T extends KubeObject> {
  readonly resource: Resource<T>;
  get(key: string): Readonly<T> | undefined;
  list(): Readonly<T>[];
  by(index: string, value: string): Readonly<T>[];
  readonly size: number;
  /**
   * The revision up to which it has been told. All writes of a cluster are in one order, so a writer can tell by the
   * `resourceVersion` of an answer whether what it wrote is to be seen here.
   */
  readonly revision: number;
}

export interface Informer<T extends KubeObject> extends Lister<T>, Running {
  /** Calls the handler for every object there is, and then for every change. Returns a function that ends it. */
  onChange(handler: ChangeHandler<T>): () => void;
}

/** Starts an informer; resolves when it has the whole collection. */
export function startInformer<T extends KubeObject>(options: InformerOptions<T>): Promise<Informer<T>> {
  return starting(async (own) => {
    const { client, resource, query, indexes, keep = (object: T) => object, clock, log, signal } = options;
    const store = new Store<T>(indexes);
    const handlers = new Set<ChangeHandler<T>>();
    const tell = (change: Change<T>): void => {
      for (const handler of handlers) handler(change);
    };
    const sink: Sink<T> = {
      set(given) {
        const object = keep(given);
        const old = store.set(object);
        tell(old === undefined ? { object } : { object, old });
      },
      delete(object) {
        const old = store.delete(keyOf(object)) ?? object;
        tell({ old });
      },
      replace(objects) {
        const uids = new Map(objects.map((object) => [keyOf(object), object.metadata.uid]));
        const isThere = (key: string) => uids.has(key) && uids.get(key) === store.get(key)?.metadata.uid;
        const gone = [...store.keys()].filter((key) => !isThere(key));
        for (const key of gone) {
          const old = store.delete(key);
          if (old !== undefined) tell({ old });
        }
        for (const object of objects) {
          const known = store.get(keyOf(object))?.metadata.resourceVersion;
          if (known === undefined || known !== object.metadata.resourceVersion) this.set(object);
        }
      },
    };
    const reflector = own(
      await startReflector({
        client,
        resource,
        sink,
        clock,
        log,
        ...(query === undefined ? {} : { query }),
        ...(signal === undefined ? {} : { signal }),
      }),
    );
    return {
      resource,
      get: (key: string) => store.get(key),
      list: () => store.list(),
      by: (index: string, value: string) => store.by(index, value),
      get size() {
        return store.size;
      },
      get revision() {
        return reflector.revision;
      },
      onChange(handler: ChangeHandler<T>) {
        for (const object of store.list()) handler({ object });
        handlers.add(handler);
        return () => void handlers.delete(handler);
      },
    };
  });
}
