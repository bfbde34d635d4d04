/** Everything the scheduler watches, kept up to date. */
import { ReplicaSets, StatefulSets } from '@wherry/api/apps-v1';
import {
  Namespaces,
  Nodes,
  PersistentVolumeClaims,
  PersistentVolumes,
  Pods,
  ReplicationControllers,
  Services,
  storageClassOf,
  type Namespace,
  type Node,
  type Pod,
} from '@wherry/api/core-v1';
import { PodDisruptionBudgets } from '@wherry/api/policy-v1';
import type { KubeObject, Resource } from '@wherry/api/resources';
import { CSIDrivers, CSINodes, CSIStorageCapacities, StorageClasses, VolumeAttachments } from '@wherry/api/storage-v1';
import { startInformer, type Informer, type InformerOptions, type Reader } from '@wherry/client';
import { starting, type Clock, type Log, type Running } from '@wherry/component';
import type { Lookups } from '../cluster/lookups.ts';
import { AssumedStorage, type StorageInformers } from '../volumes/assumed-storage.ts';
import { Siblings } from './siblings.ts';

export interface World extends Running {
  readonly pods: Informer<Pod>;
  readonly nodes: Informer<Node>;
  readonly namespaces: Informer<Namespace>;
  readonly storage: AssumedStorage;
  readonly storageInformers: StorageInformers;
  readonly lookups: Lookups;
}

export interface WorldOptions {
  readonly client: Reader;
  readonly clock: Clock;
  readonly log: Log;
  /** Gives up the start when aborted. */
  readonly signal?: AbortSignal;
}

/** Pods that have ended take nothing any more. */
const LIVING = 'status.phase!=Succeeded,status.phase!=Failed';

/** Starts all informers; resolves when each has its collection. */
export function startWorld({ client, clock, log, signal }: WorldOptions): Promise<World> {
  return starting(async (own) => {
    const common = { client, clock, log, ...(signal === undefined ? {} : { signal }) };
    type More<T extends KubeObject> = Pick<InformerOptions<T>, 'query' | 'indexes'>;
    const watch = async <T extends KubeObject>(resource: Resource<T>, more: More<T> = {}): Promise<Informer<T>> =>
      own(await startInformer<T>({ ...common, resource, keep: withoutManagedFields, ...more }));
    const [pods, nodes, namespaces, budgets, services, replicationControllers, replicaSets, statefulSets] =
      await Promise.all([
        watch(Pods, { query: { fieldSelector: LIVING } }),
        watch(Nodes),
        watch(Namespaces),
        watch(PodDisruptionBudgets),
        watch(Services, { indexes: { namespace: ({ metadata }) => [metadata.namespace ?? ''] } }),
        watch(ReplicationControllers),
        watch(ReplicaSets),
        watch(StatefulSets),
      ]);
    const [claims, volumes, classes, csiNodes, csiDrivers, csiCapacities, attachments] = await Promise.all([
      watch(PersistentVolumeClaims),
      watch(PersistentVolumes, { indexes: { class: (volume) => [storageClassOf(volume)] } }),
      watch(StorageClasses),
      watch(CSINodes),
      watch(CSIDrivers),
      watch(CSIStorageCapacities),
      watch(VolumeAttachments, { indexes: { node: ({ spec }) => [spec.nodeName] } }),
    ]);
    const storageInformers = { claims, volumes, classes, csiNodes, csiDrivers, csiCapacities, attachments };
    const storage = new AssumedStorage(storageInformers);
    const siblings = new Siblings({ services, replicationControllers, replicaSets, statefulSets });
    const lookups: Lookups = {
      storage,
      namespaceLabels: (name) => namespaces.get(name)?.metadata.labels,
      siblingsOf: (pod) => siblings.of(pod),
      budgets: () => budgets.list(),
    };
    return { pods, nodes, namespaces, storage, storageInformers, lookups };
  });
}

/** Half of an object, and nothing the scheduler ever looks at. */
function withoutManagedFields<T extends KubeObject>(object: T): T {
  const { managedFields: _managed, ...metadata } = object.metadata;
  return { ...object, metadata };
}
