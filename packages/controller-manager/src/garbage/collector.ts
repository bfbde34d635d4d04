/**
 * Looks at one object at a time and does what garbage collection asks for. The graph says what is worth a look; before
 * anything is changed, the server is asked how the object and its owners really are.
 */
import { isNotFound } from '@wherry/api';
import type { Client, EventRecorder, Reader } from '@wherry/client';
import type { OwnerReference, PartialObjectMetadata } from '@wherry/api/meta-v1';
import {
  describeReference,
  FOREGROUND_FINALIZER,
  nodeOf,
  objectOf,
  ORPHAN_FINALIZER,
  placeOf,
  type Graph,
  type GraphNode,
} from './graph.ts';
import type { Monitors } from './monitors.ts';
import { planOwnership, type OwnerState, type OwnershipPlan } from './plan-ownership.ts';

export interface CollectorOptions {
  readonly client: Pick<Client, 'patch' | 'delete'>;
  /** Of metadata. */
  readonly reader: Pick<Reader, 'get'>;
  readonly graph: Graph;
  readonly monitors: Pick<Monitors, 'resourceOf'>;
  readonly events: Pick<EventRecorder, 'record'>;
  /** Asks for a look at another object. */
  readonly enqueue: (uid: string) => void;
}

/** An owner that is there but that no monitor tells of has to be asked after, every so many milliseconds. */
const ASK_AGAIN = 30_000;

export class Collector {
  readonly #options: CollectorOptions;

  constructor(options: CollectorOptions) {
    this.#options = options;
  }

  async collect(uid: string): Promise<{ again: number } | void> {
    const { graph } = this.#options;
    const node = graph.get(uid);
    if (node === undefined) return;
    if (node.orphansDependents) return this.#orphan(node);
    if (node.waitsForDependents) return this.#continueForeground(node);
    if (node.isDeleting || this.#isFine(node)) return;
    const latest = await this.#read(node);
    if (latest === undefined) return;
    const references = latest.metadata.ownerReferences ?? [];
    const owners = await Promise.all(
      references.map(async (reference) => ({ reference, state: await this.#stateOf(node, reference) })),
    );
    const finalizers = latest.metadata.finalizers ?? [];
    const plan = planOwnership({ owners, finalizers, dependents: graph.dependentsOf(uid) });
    await this.#carryOut(plan, { node, latest });
    const isUnwatched = plan.action === 'keep' && references.some((owner) => graph.get(owner.uid) === undefined);
    return isUnwatched ? { again: ASK_AGAIN } : undefined;
  }

  /** Whether all owners are known to be there, and to stay. */
  #isFine(node: GraphNode): boolean {
    const { graph, events } = this.#options;
    const acquaintances = node.owners.map((reference) => {
      const acquaintance = graph.acquaintance(node, reference);
      if (acquaintance === 'otherNamespace') {
        const which = describeReference(reference, node.namespace);
        const message = `ownerRef ${which} does not exist in namespace ${JSON.stringify(node.namespace)}`;
        events.record(objectOf(node), { type: 'Warning', reason: 'OwnerRefInvalidNamespace', message });
      }
      return acquaintance === 'known' && graph.get(reference.uid)?.waitsForDependents !== true;
    });
    return acquaintances.every((isThere) => isThere);
  }

  async #stateOf(node: GraphNode, reference: OwnerReference): Promise<OwnerState> {
    const { monitors, reader } = this.#options;
    const resource = await monitors.resourceOf(reference);
    // An owner of a kind that nobody knows may come back with its kind.
    if (resource === undefined) throw new Error(`no matches for kind ${reference.kind} in ${reference.apiVersion}`);
    // What belongs to no namespace cannot be owned by what does: such a reference means nothing.
    if (resource.namespaced && node.namespace === '') return 'solid';
    const place = resource.namespaced ? { namespace: node.namespace } : {};
    const owner = await orUndefined(reader.get(resource, { ...place, name: reference.name }));
    if (owner === undefined || owner.metadata.uid !== reference.uid) return 'dangling';
    return nodeOf(resource, owner).waitsForDependents ? 'waiting' : 'solid';
  }

  async #carryOut(plan: OwnershipPlan, { node, latest }: Subject): Promise<void> {
    const references = latest.metadata.ownerReferences ?? [];
    switch (plan.action) {
      case 'keep':
        return;
      case 'disown': {
        const ownerReferences = references.filter(({ uid }) => !plan.uids.includes(uid));
        return this.#patch({ node, latest }, { ownerReferences });
      }
      case 'delete': {
        if (plan.unblock) {
          const ownerReferences = references.map((reference) => ({ ...reference, blockOwnerDeletion: false }));
          await this.#patch({ node, latest }, { ownerReferences });
        }
        const { client } = this.#options;
        const preconditions = {
          uid: node.uid,
          // What has been unblocked just now has another revision.
          ...(plan.unblock ? {} : { resourceVersion: latest.metadata.resourceVersion ?? '' }),
        };
        const options = { preconditions, propagationPolicy: plan.propagation };
        await orUndefined(client.delete(node.resource, placeOf(node), options));
      }
    }
  }

  /** An object that goes after its dependents: has them go, or goes itself. */
  async #continueForeground(node: GraphNode): Promise<void> {
    const { graph, enqueue } = this.#options;
    const blockers = graph.blockersOf(node.uid);
    if (blockers.length === 0) return this.#removeFinalizer(node, FOREGROUND_FINALIZER);
    for (const blocker of blockers) if (!blocker.waitsForDependents) enqueue(blocker.uid);
  }

  async #orphan(node: GraphNode): Promise<void> {
    const { graph } = this.#options;
    await Promise.all(
      graph.dependentsOf(node.uid).map(async (dependent) => {
        const latest = await this.#read(dependent);
        if (latest === undefined) return;
        const references = latest.metadata.ownerReferences ?? [];
        const ownerReferences = references.filter(({ uid }) => uid !== node.uid);
        if (ownerReferences.length < references.length)
          await this.#patch({ node: dependent, latest }, { ownerReferences });
      }),
    );
    await this.#removeFinalizer(node, ORPHAN_FINALIZER);
  }

  async #removeFinalizer(node: GraphNode, finalizer: string): Promise<void> {
    const latest = await this.#read(node);
    const before = latest?.metadata.finalizers ?? [];
    if (latest === undefined || !before.includes(finalizer)) return;
    await this.#patch({ node, latest }, { finalizers: before.filter((each) => each !== finalizer) });
  }

  /** The object as it is now; undefined when it is gone, even if another has its name. */
  async #read(node: GraphNode): Promise<PartialObjectMetadata | undefined> {
    const latest = await orUndefined(this.#options.reader.get(node.resource, placeOf(node)));
    return latest?.metadata.uid === node.uid ? latest : undefined;
  }

  async #patch({ node, latest }: Subject, metadata: PartialObjectMetadata['metadata']): Promise<void> {
    const { resourceVersion = '' } = latest.metadata;
    // Lists are replaced whole, so nobody may have changed them meanwhile.
    const body = { metadata: { uid: node.uid, resourceVersion, ...metadata } };
    await orUndefined(this.#options.client.patch(node.resource, placeOf(node), { type: 'merge', body }));
  }
}

interface Subject {
  readonly node: GraphNode;
  readonly latest: PartialObjectMetadata;
}

async function orUndefined<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
