/**
 * Who owns whom: every object of the cluster by uid, and what depends on it. It holds what has been seen; whether an
 * owner that it does not hold is really absent has to be asked of the server.
 */
import type { OwnerReference, PartialObjectMetadata } from '@wherry/api/meta-v1';
import { apiVersionOf, type KubeObject, type Resource } from '@wherry/api/resources';

export const FOREGROUND_FINALIZER = 'foregroundDeletion';
export const ORPHAN_FINALIZER = 'orphan';

/** A kind whose objects are known by metadata alone. */
export type MetadataResource = Resource<PartialObjectMetadata>;

/** One object, as far as garbage collection is concerned. */
export interface GraphNode {
  readonly resource: MetadataResource;
  readonly uid: string;
  readonly name: string;
  /** Empty for what belongs to no namespace. */
  readonly namespace: string;
  readonly owners: readonly OwnerReference[];
  readonly isDeleting: boolean;
  /** It is being deleted and goes only after its dependents. */
  readonly waitsForDependents: boolean;
  /** It is being deleted and its dependents are to stay. */
  readonly orphansDependents: boolean;
}

export function nodeOf(resource: MetadataResource, { metadata }: Readonly<KubeObject>): GraphNode {
  const { uid = '', name = '', namespace = '', ownerReferences = [], finalizers = [] } = metadata;
  const isDeleting = metadata.deletionTimestamp !== undefined;
  return {
    resource,
    uid,
    name,
    namespace,
    owners: ownerReferences,
    isDeleting,
    waitsForDependents: isDeleting && finalizers.includes(FOREGROUND_FINALIZER),
    orphansDependents: isDeleting && finalizers.includes(ORPHAN_FINALIZER),
  };
}

/** How a reference stands to the object that the graph knows by its uid. */
export type Acquaintance = 'known' | 'unknown' | 'otherNamespace' | 'otherObject';

export class Graph {
  readonly #nodes = new Map<string, GraphNode>();
  readonly #dependents = new Map<string, Set<string>>();

  get(uid: string): GraphNode | undefined {
    return this.#nodes.get(uid);
  }

  /** What names this object as an owner. */
  dependentsOf(uid: string): GraphNode[] {
    const uids = this.#dependents.get(uid) ?? [];
    return [...uids].map((each) => this.#nodes.get(each)).filter((node) => node !== undefined);
  }

  /** Those that keep an object, which waits for its dependents, from going. */
  blockersOf(uid: string): GraphNode[] {
    return this.dependentsOf(uid).filter(({ owners }) =>
      owners.some((owner) => owner.uid === uid && owner.blockOwnerDeletion === true),
    );
  }

  /** Takes in the present state of an object; returns the uids of objects that are worth a look now. */
  set(node: GraphNode): string[] {
    const before = this.#nodes.get(node.uid);
    this.#nodes.set(node.uid, node);
    this.#link(node, before);
    if (before !== undefined && isSame(before, node)) return [];
    const isOfInterest = node.owners.length > 0 || node.waitsForDependents || node.orphansDependents;
    return [...(isOfInterest ? [node.uid] : []), ...this.#waiting(before?.owners ?? [])];
  }

  /** Takes out an object that is gone; returns the uids of objects that are worth a look now. */
  delete(uid: string): string[] {
    const node = this.#nodes.get(uid);
    if (node === undefined) return [];
    this.#nodes.delete(uid);
    this.#link({ ...node, owners: [] }, node);
    return [...this.dependentsOf(uid).map((each) => each.uid), ...this.#waiting(node.owners)];
  }

  /** How well a reference fits what is known under its uid. */
  acquaintance(dependent: GraphNode, reference: OwnerReference): Acquaintance {
    const owner = this.#nodes.get(reference.uid);
    if (owner === undefined) return 'unknown';
    const isNamed = owner.name === reference.name && owner.resource.kind === reference.kind;
    if (!isNamed || groupOf(reference.apiVersion) !== owner.resource.group) return 'otherObject';
    return owner.namespace === '' || owner.namespace === dependent.namespace ? 'known' : 'otherNamespace';
  }

  #link(node: GraphNode, before: GraphNode | undefined): void {
    for (const { uid } of before?.owners ?? []) {
      const dependents = this.#dependents.get(uid);
      dependents?.delete(node.uid);
      if (dependents?.size === 0) this.#dependents.delete(uid);
    }
    for (const { uid } of node.owners) {
      this.#dependents.set(uid, (this.#dependents.get(uid) ?? new Set()).add(node.uid));
    }
  }

  /** Owners that wait for their dependents. */
  #waiting(owners: readonly OwnerReference[]): string[] {
    return owners.map(({ uid }) => uid).filter((uid) => this.#nodes.get(uid)?.waitsForDependents === true);
  }
}

function isSame(a: GraphNode, b: GraphNode): boolean {
  const flags = (node: GraphNode) => [node.isDeleting, node.waitsForDependents, node.orphansDependents].join();
  return flags(a) === flags(b) && JSON.stringify(a.owners) === JSON.stringify(b.owners);
}

export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

/** For messages: `[apps/v1/ReplicaSet, namespace: default, name: web, uid: …]`. */
export function describeReference(reference: OwnerReference, namespace: string): string {
  const { apiVersion, kind, name, uid } = reference;
  return `[${apiVersion}/${kind}, namespace: ${namespace}, name: ${name}, uid: ${uid}]`;
}

/** Where an object is, for the client's verbs. */
export function placeOf({ namespace, name }: GraphNode): { readonly namespace?: string; readonly name: string } {
  return namespace === '' ? { name } : { namespace, name };
}

/** The object as events name it. */
export function objectOf({ resource, name, namespace, uid }: GraphNode): KubeObject {
  const place = namespace === '' ? {} : { namespace };
  return { apiVersion: apiVersionOf(resource), kind: resource.kind, metadata: { name, uid, ...place } };
}
