/**
 * The collections that controllers look at, each watched once for all of them. A collection is watched from the moment
 * that the first controller asks for it.
 */
import { startInformer, type IndexFunction, type Informer, type Reader } from '@wherry/client';
import { releasing, type Clock, type Log, type Running } from '@wherry/component';
import type { PersistentVolume, PersistentVolumeClaim, Pod } from '@wherry/api/core-v1';
import type { KubeObject, Resource } from '@wherry/api/resources';
import { controllerOf } from './ownership/controller-ref.ts';
import { claimKeysOf } from './pods/claim-keys.ts';

export interface Informers extends Running {
  /**
   * The picture of a collection, complete when this resolves. Every one can be asked `by('namespace', name)`,
   * `by('owner', uid)` (what an object controls) and `by('orphans', namespace)` (what nobody controls); that of pods
   * also `by('node', name)` and `by('claim', key)`, that of claims `by('volume', name)` (empty for those without one), and
   * that of volumes `by('claim', key)`.
   */
  get<T extends KubeObject>(resource: Resource<T>): Promise<Informer<T>>;
  /** The picture of a collection that somebody has asked for already, by its place in the API. */
  asked(place: Pick<Resource, 'group' | 'version' | 'plural'>): Promise<Informer<KubeObject>> | undefined;
}

export interface InformersOptions {
  readonly client: Reader;
  readonly clock: Clock;
  readonly log: Log;
}

export function openInformers({ client, clock, log }: InformersOptions): Informers {
  const stop = new AbortController();
  const started = new Map<Resource, Promise<Informer<KubeObject>>>();
  const running = releasing(async () => {
    stop.abort();
    const settled = await Promise.allSettled(started.values());
    await Promise.all(settled.flatMap((part) => (part.status === 'fulfilled' ? [part.value.stop()] : [])));
  });
  return {
    done: running.done,
    stop: () => running.stop(),
    asked({ group, version, plural }) {
      for (const [each, informer] of started) {
        if (each.plural === plural && each.group === group && each.version === version) return informer;
      }
      return undefined;
    },
    get<T extends KubeObject>(resource: Resource<T>) {
      // A resource's informer is of the resource's type.
      const known = started.get(resource) as Promise<Informer<T>> | undefined;
      if (known !== undefined) return known;
      const informer = startInformer({
        client,
        resource,
        indexes: indexesOf(resource),
        clock,
        log,
        signal: stop.signal,
      });
      started.set(resource, informer);
      return informer;
    },
  };
}

function indexesOf<T extends KubeObject>(resource: Resource<T>): Readonly<Record<string, IndexFunction<T>>> {
  const common: Record<string, IndexFunction<T>> = {
    namespace: ({ metadata }) => [metadata.namespace ?? ''],
    owner: (object) => {
      const uid = controllerOf(object)?.uid;
      return uid === undefined ? [] : [uid];
    },
    orphans: (object) => (controllerOf(object) === undefined ? [object.metadata.namespace ?? ''] : []),
  };
  return { ...common, ...ownIndexes[`${resource.group}/${resource.plural}`] };
}

/** Only asked of objects of the kind that they are for. */
const ownIndexes: Readonly<
  Record<string, Readonly<Record<string, (object: Readonly<KubeObject>) => readonly string[]>>>
> = {
  '/pods': {
    node: (object) => given((object as Readonly<Pod>).spec.nodeName),
    claim: (object) => claimKeysOf(object as Readonly<Pod>),
  },
  '/persistentvolumeclaims': {
    volume: (object) => [(object as Readonly<PersistentVolumeClaim>).spec.volumeName ?? ''],
  },
  '/persistentvolumes': {
    claim: (object) => {
      const { namespace = '', name = '' } = (object as Readonly<PersistentVolume>).spec.claimRef ?? {};
      return name === '' ? [] : [`${namespace}/${name}`];
    },
  },
};

const given = (text: string | undefined): readonly string[] => (text === undefined || text === '' ? [] : [text]);
