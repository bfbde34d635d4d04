/** What a Deployment writes on its ReplicaSets: makes the newest, keeps its annotations, resizes, cleans up. */
import { hasStatusCause, isAlreadyExists, isNotFound } from '@wherry/api';
import { ReplicaSets, type Deployment, type ReplicaSet } from '@wherry/api/apps-v1';
import { semanticEqual } from '@wherry/api/meta-v1';
import { placeOfKey, keyOf, type Client, type EventRecorder } from '@wherry/client';
import { isControlledBy } from '../ownership/controller-ref.ts';
import { newReplicaSet } from '../plans/deployment/new-replica-set.ts';
import { newestAnnotations, nextRevision, scaleAnnotations } from '../plans/deployment/replica-set-annotations.ts';
import { sameTemplate, sizeOf, type Sized } from '../plans/deployment/replica-sets.ts';
import type { OwnWrites } from '../own-writes.ts';
import { rolloutBounds } from '../plans/deployment/rollout-bounds.ts';
import type { Resize } from '../plans/deployment/scaling.ts';

export interface ReplicaSetWriterOptions {
  readonly client: Client;
  readonly events: Pick<EventRecorder, 'record'>;
  /** Told by the Deployment's key. */
  readonly writes: Pick<OwnWrites, 'wrote'>;
}

/** What became of the attempt to make a ReplicaSet. */
export type Creation =
  | { readonly kind: 'created' | 'found'; readonly set: ReplicaSet }
  /** Another template has the same hash, or somebody else the name. */
  | { readonly kind: 'collision' }
  | { readonly kind: 'failed'; readonly name: string; readonly error: unknown; readonly isPointless: boolean };

export class ReplicaSetWriter {
  readonly #client: Client;
  readonly #events: Pick<EventRecorder, 'record'>;
  readonly #writes: Pick<OwnWrites, 'wrote'>;

  constructor({ client, events, writes }: ReplicaSetWriterOptions) {
    this.#client = client;
    this.#events = events;
    this.#writes = writes;
  }

  /** Makes the ReplicaSet for a template that has none. */
  async create(deployment: Readonly<Deployment>, old: readonly Sized[]): Promise<Creation> {
    const draft = newReplicaSet(deployment, old);
    const name = draft.metadata.name ?? '';
    try {
      const set = await this.#client.create<ReplicaSet>(ReplicaSets, draft);
      this.#writes.wrote(keyOf(deployment), set);
      if (sizeOf(set) > 0) this.#tellScaled(deployment, { set, before: 0, replicas: sizeOf(set) });
      return { kind: 'created', set };
    } catch (error) {
      if (isAlreadyExists(error)) return this.#existing(deployment, draft);
      return { kind: 'failed', name, error, isPointless: hasStatusCause(error, 'NamespaceTerminating') };
    }
  }

  /** The picture may lag behind: then the name is taken by the very ReplicaSet that is missed. */
  async #existing(deployment: Readonly<Deployment>, draft: ReplicaSet): Promise<Creation> {
    const set = await this.#client.get(ReplicaSets, placeOfKey(keyOf(draft)));
    const isOurs = isControlledBy(set, deployment) && sameTemplate(set.spec.template, deployment.spec.template);
    return isOurs ? { kind: 'found', set } : { kind: 'collision' };
  }

  /** Gives the newest the annotations and minReadySeconds of the Deployment, and the highest revision. */
  async keepNewest(deployment: Readonly<Deployment>, newest: Sized, old: readonly Sized[]): Promise<Sized> {
    const before = newest.metadata.annotations ?? {};
    const annotations = newestAnnotations(deployment, before, { revision: nextRevision(old) });
    const { minReadySeconds = 0 } = deployment.spec;
    if (semanticEqual(annotations, before) && minReadySeconds === (newest.spec.minReadySeconds ?? 0)) return newest;
    return this.#update(deployment, {
      ...newest,
      metadata: { ...newest.metadata, annotations },
      spec: { ...newest.spec, minReadySeconds },
    });
  }

  /** Resizes a ReplicaSet, or only notes for what size of the Deployment it has its size. */
  async resize(deployment: Readonly<Deployment>, { set, replicas }: Resize): Promise<void> {
    const before = sizeOf(set);
    const annotations = { ...set.metadata.annotations, ...scaleAnnotations(rolloutBounds(deployment)) };
    if (before === replicas && semanticEqual(annotations, set.metadata.annotations)) return;
    await this.#update(deployment, {
      ...set,
      metadata: { ...set.metadata, annotations },
      spec: { ...set.spec, replicas },
    });
    if (before !== replicas) this.#tellScaled(deployment, { set, before, replicas });
  }

  /** Deletes ReplicaSets that are not kept any longer. */
  async delete(sets: readonly Sized[]): Promise<void> {
    for (const set of sets) {
      try {
        await this.#client.delete(ReplicaSets, placeOfKey(keyOf(set)));
      } catch (error) {
        if (!isNotFound(error)) throw error;
      }
    }
  }

  async #update(deployment: Readonly<Deployment>, set: ReplicaSet): Promise<ReplicaSet> {
    const written = await this.#client.update(ReplicaSets, set);
    this.#writes.wrote(keyOf(deployment), written);
    return written;
  }

  #tellScaled(deployment: Readonly<Deployment>, { set, before, replicas }: Resize & { readonly before: number }): void {
    const direction = before < replicas ? 'up' : 'down';
    const message = `Scaled ${direction} replica set ${set.metadata.name ?? ''} from ${before} to ${replicas}`;
    this.#events.record(deployment, { type: 'Normal', reason: 'ScalingReplicaSet', message });
  }
}
