/**
 * The cluster as decisions see it, kept in step change by change. A decision runs to its end before anything else can
 * happen in this thread, so what it reads is a snapshot without ever being copied.
 *
 * A pod counts where it has been promised to a node (`assume`) until the API says where it is (`setPod`), or until the
 * promise is taken back (`forget`).
 */
import type { Node } from '@wherry/api/core-v1';
import { interleaveZones } from '../nodes/node-order.ts';
import { NodeInfo } from '../nodes/node-info.ts';
import type { NamespaceLabels } from '../pods/affinity-term.ts';
import type { PodInfo } from '../pods/pod-info.ts';
import type { Lookups } from './lookups.ts';
import { Nominations } from './nominations.ts';
import { addAt } from './pod-counter.ts';
import { PodCounters } from './pod-counters.ts';
import { TermIndex } from './term-index.ts';

interface Placed {
  readonly pod: PodInfo;
  readonly nodeName: string;
  readonly isAssumed: boolean;
}

export class Cluster {
  readonly lookups: Lookups;
  readonly nominations = new Nominations();
  readonly counters: PodCounters;
  /** Terms of the pods that are there, by what they are. */
  readonly terms = {
    requiredAffinity: new TermIndex(),
    requiredAntiAffinity: new TermIndex(),
    preferredAffinity: new TermIndex(),
    preferredAntiAffinity: new TermIndex(),
  };
  /** How many pods mount a claim, by its key. */
  readonly claimUsers = new Map<string, number>();
  /** How many nodes hold an image, by name. */
  readonly imageHolders = new Map<string, number>();
  readonly namespaceLabels: NamespaceLabels;
  readonly #nodes = new Map<string, NodeInfo>();
  readonly #placed = new Map<string, Placed>();
  /** Pods whose node is not known, by its name: it may come, or come back. */
  readonly #waiting = new Map<string, Map<string, PodInfo>>();
  #order: readonly NodeInfo[] | undefined;
  #places = new Map<string, ReadonlyMap<string, number>>();

  constructor(lookups: Lookups) {
    this.lookups = lookups;
    this.counters = new PodCounters(() => this.#nodes.values());
    this.namespaceLabels = (name) => lookups.namespaceLabels(name);
  }

  /** All nodes, spread over the zones. */
  get nodes(): readonly NodeInfo[] {
    this.#order ??= interleaveZones(this.#nodes.values());
    return this.#order;
  }

  node(name: string): NodeInfo | undefined {
    return this.#nodes.get(name);
  }

  /** How many nodes each place has, by the value of a label. */
  places(topologyKey: string): ReadonlyMap<string, number> {
    const known = this.#places.get(topologyKey);
    if (known !== undefined) return known;
    const places = new Map<string, number>();
    for (const { labels } of this.#nodes.values()) addAt(places, labels[topologyKey], 1);
    this.#places.set(topologyKey, places);
    return places;
  }

  setNode(node: Readonly<Node>): void {
    const known = this.#nodes.get(node.metadata.name ?? '');
    if (known !== undefined) return this.#updateNode(known, node);
    const info = new NodeInfo(node);
    this.#nodes.set(info.name, info);
    this.#noteImages(info, 1);
    this.#nodesChanged();
    for (const pod of this.#waiting.get(info.name)?.values() ?? []) this.#enter(pod, info);
    this.#waiting.delete(info.name);
  }

  removeNode(name: string): void {
    const node = this.#nodes.get(name);
    if (node === undefined) return;
    const pods = new Map(node.pods);
    for (const pod of pods.values()) this.#leave(pod, node);
    this.#nodes.delete(name);
    this.#noteImages(node, -1);
    this.#nodesChanged();
    if (pods.size > 0) this.#waiting.set(name, pods);
  }

  /** A pod as the API has it, on its node: a new one, one that has changed, or one that was promised. */
  setPod(pod: PodInfo): void {
    this.#place({ pod, nodeName: pod.nodeName, isAssumed: false });
  }

  /** Promises a node to a pod. */
  assume(pod: PodInfo, nodeName: string): void {
    this.nominations.delete(pod.uid);
    this.#place({ pod, nodeName, isAssumed: true });
  }

  isAssumed(uid: string): boolean {
    return this.#placed.get(uid)?.isAssumed === true;
  }

  /** Takes a promise back; one that the API has confirmed meanwhile stands. */
  forget(uid: string): void {
    if (this.isAssumed(uid)) this.removePod(uid);
  }

  /** The pod as it was last placed. */
  placed(uid: string): PodInfo | undefined {
    return this.#placed.get(uid)?.pod;
  }

  removePod(uid: string): void {
    const placed = this.#placed.get(uid);
    if (placed === undefined) return;
    this.#placed.delete(uid);
    const node = this.#nodes.get(placed.nodeName);
    if (node !== undefined) return this.#leave(placed.pod, node);
    const waiting = this.#waiting.get(placed.nodeName);
    waiting?.delete(uid);
    if (waiting?.size === 0) this.#waiting.delete(placed.nodeName);
  }

  #place(placed: Placed): void {
    const { pod, nodeName } = placed;
    this.removePod(pod.uid);
    this.#placed.set(pod.uid, placed);
    const node = this.#nodes.get(nodeName);
    if (node !== undefined) return this.#enter(pod, node);
    const waiting = this.#waiting.get(nodeName) ?? new Map<string, PodInfo>();
    this.#waiting.set(nodeName, waiting.set(pod.uid, pod));
  }

  #enter(pod: PodInfo, node: NodeInfo): void {
    node.addPod(pod);
    this.#notePod(pod, node, 1);
  }

  #leave(pod: PodInfo, node: NodeInfo): void {
    node.removePod(pod);
    this.#notePod(pod, node, -1);
  }

  #notePod(pod: PodInfo, node: NodeInfo, change: 1 | -1): void {
    this.counters.note(pod, node, change);
    const { terms } = this;
    terms.requiredAffinity.note(pod.requiredAffinity, node, change);
    terms.requiredAntiAffinity.note(pod.requiredAntiAffinity, node, change);
    terms.preferredAffinity.note(pod.preferredAffinity, node, change);
    terms.preferredAntiAffinity.note(pod.preferredAntiAffinity, node, change);
    for (const claim of pod.claims) addAt(this.claimUsers, claim, change);
  }

  #updateNode(info: NodeInfo, node: Readonly<Node>): void {
    this.#noteImages(info, -1);
    if (isSame(info.labels, node.metadata.labels ?? {})) info.setNode(node);
    else {
      // Whatever is counted by place must leave the old one and enter the new one.
      const pods = [...info.pods.values()];
      for (const pod of pods) this.#leave(pod, info);
      info.setNode(node);
      for (const pod of pods) this.#enter(pod, info);
      this.#nodesChanged();
    }
    this.#noteImages(info, 1);
  }

  #noteImages({ images }: NodeInfo, change: 1 | -1): void {
    for (const name of images.keys()) addAt(this.imageHolders, name, change);
  }

  #nodesChanged(): void {
    this.#order = undefined;
    this.#places = new Map();
  }
}

function isSame(one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): boolean {
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => one[key] === other[key]);
}
