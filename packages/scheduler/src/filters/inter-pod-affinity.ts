/** The company that a pod must have or shuns, and pods that shun its company. */
import type { Node } from '@wherry/api/core-v1';
import type { Cluster } from '../cluster/cluster.ts';
import type { ClusterEvent } from '../cluster/cluster-event.ts';
import { addAt } from '../cluster/pod-counter.ts';
import type { NodeInfo } from '../nodes/node-info.ts';
import { matchesAllTerms, type AffinityTerm } from '../pods/affinity-term.ts';
import type { PodInfo } from '../pods/pod-info.ts';
import type { Filter, NodeCheck, Rejection } from './filter.ts';

const name = 'InterPodAffinity';
const LONELY: Rejection = { plugin: name, reasons: ["node(s) didn't match pod affinity rules"], isFinal: true };
const CROWDED: Rejection = { plugin: name, reasons: ["node(s) didn't match pod anti-affinity rules"], isFinal: false };
const UNWELCOME: Rejection = {
  plugin: name,
  reasons: ["node(s) didn't satisfy existing pods anti-affinity rules"],
  isFinal: false,
};

/** Pods in each place of one topology, with what is thought to have changed. */
class Tally {
  readonly topologyKey: string;
  readonly #counts: ReadonlyMap<string, number>;
  readonly #changes: Map<string, number>;

  constructor(topologyKey: string, counts: ReadonlyMap<string, number>, changes = new Map<string, number>()) {
    this.topologyKey = topologyKey;
    this.#counts = counts;
    this.#changes = changes;
  }

  clone(): Tally {
    return new Tally(this.topologyKey, this.#counts, new Map(this.#changes));
  }

  note(node: NodeInfo, change: number): void {
    addAt(this.#changes, node.labels[this.topologyKey], change);
  }

  has(place: string): boolean {
    const changed = this.#changes.size === 0 ? 0 : (this.#changes.get(place) ?? 0);
    return (this.#counts.get(place) ?? 0) + changed > 0;
  }

  isEmpty(): boolean {
    if (this.#changes.size === 0) return this.#counts.size === 0;
    return ![...this.#counts.keys(), ...this.#changes.keys()].some((place) => this.has(place));
  }
}

interface Tallies {
  /** Pods that meet all terms of affinity, for each term. */
  readonly near: readonly Tally[];
  /** Pods that meet a term of anti-affinity, for each term. */
  readonly far: readonly Tally[];
  /** Pods that shun this one, by the topology of their terms. */
  readonly shunned: Tally[];
}

class CompanyCheck implements NodeCheck {
  readonly #pod: PodInfo;
  readonly #cluster: Cluster;
  readonly #tallies: Tallies;

  constructor(pod: PodInfo, cluster: Cluster, tallies: Tallies) {
    this.#pod = pod;
    this.#cluster = cluster;
    this.#tallies = tallies;
  }

  check({ labels }: NodeInfo): Rejection | undefined {
    const { near, far, shunned } = this.#tallies;
    if (near.length > 0 && !this.#hasCompany(labels)) return LONELY;
    for (const tally of far) {
      const place = labels[tally.topologyKey];
      if (place !== undefined && tally.has(place)) return CROWDED;
    }
    for (const tally of shunned) {
      const place = labels[tally.topologyKey];
      if (place !== undefined && tally.has(place)) return UNWELCOME;
    }
    return undefined;
  }

  podAdded(other: PodInfo, node: NodeInfo): void {
    this.#note(other, node, 1);
  }

  podRemoved(other: PodInfo, node: NodeInfo): void {
    this.#note(other, node, -1);
  }

  clone(): CompanyCheck {
    const { near, far, shunned } = this.#tallies;
    const copy = (tallies: readonly Tally[]): Tally[] => tallies.map((tally) => tally.clone());
    return new CompanyCheck(this.#pod, this.#cluster, { near: copy(near), far: copy(far), shunned: copy(shunned) });
  }

  /** The first of a group of pods that want to be together would otherwise wait for itself. */
  #hasCompany(labels: NodeInfo['labels']): boolean {
    const { near } = this.#tallies;
    let isComplete = true;
    for (const tally of near) {
      const place = labels[tally.topologyKey];
      if (place === undefined) return false;
      if (!tally.has(place)) isComplete = false;
    }
    if (isComplete) return true;
    return near.every((tally) => tally.isEmpty()) && this.#meansItself();
  }

  #meansItself(): boolean {
    return matchesAllTerms(this.#pod.requiredAffinity, this.#pod, this.#cluster.namespaceLabels);
  }

  #note(other: PodInfo, node: NodeInfo, change: 1 | -1): void {
    const { namespaceLabels } = this.#cluster;
    const { near, far, shunned } = this.#tallies;
    if (matchesAllTerms(this.#pod.requiredAffinity, other, namespaceLabels)) {
      for (const tally of near) tally.note(node, change);
    }
    for (const [i, term] of this.#pod.requiredAntiAffinity.entries()) {
      if (term.matches(other, namespaceLabels)) far[i]?.note(node, change);
    }
    for (const term of other.requiredAntiAffinity) {
      if (term.matches(this.#pod, namespaceLabels)) tallyFor(shunned, term).note(node, change);
    }
  }
}

/** Terms of one topology forbid the same places, so it does not matter which of their tallies counts. */
function tallyFor(tallies: Tally[], { topologyKey }: AffinityTerm): Tally {
  const known = tallies.find((tally) => tally.topologyKey === topologyKey);
  if (known !== undefined) return known;
  const tally = new Tally(topologyKey, new Map());
  tallies.push(tally);
  return tally;
}

export const interPodAffinity: Filter = {
  name,
  prepare(pod, cluster) {
    const { requiredAffinity: near, requiredAntiAffinity: far } = pod;
    const shunning = cluster.terms.requiredAntiAffinity.matching(pod, cluster.namespaceLabels);
    if (near.length + far.length + shunning.length === 0) return undefined;
    const tallies: Tallies = {
      near: near.map((term) => new Tally(term.topologyKey, countAll(near, cluster).byPlace(term.topologyKey))),
      far: far.map((term) => new Tally(term.topologyKey, countAll([term], cluster).byPlace(term.topologyKey))),
      shunned: mergeByTopology(shunning),
    };
    return { check: new CompanyCheck(pod, cluster, tallies) };
  },
  wakes,
};

/** One tally for each topology, whose counts are those of all terms together. */
function mergeByTopology(
  terms: readonly { readonly term: AffinityTerm; readonly byPlace: ReadonlyMap<string, number> }[],
): Tally[] {
  const merged = new Map<string, ReadonlyMap<string, number>>();
  for (const { term, byPlace } of terms) {
    const known = merged.get(term.topologyKey);
    merged.set(term.topologyKey, known === undefined ? byPlace : sumOf(known, byPlace));
  }
  return [...merged].map(([topologyKey, counts]) => new Tally(topologyKey, counts));
}

function sumOf(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const sum = new Map(one);
  for (const [place, count] of other) addAt(sum, place, count);
  return sum;
}

/** Counts the pods that meet all of these terms. */
function countAll(terms: readonly AffinityTerm[], cluster: Cluster): ReturnType<Cluster['counters']['get']> {
  return cluster.counters.get({
    id: `company/${terms.map(({ id }) => id).join('&')}`,
    selectsNamespaces: terms.some(({ selectsNamespaces }) => selectsNamespaces),
    matches: (pod) => matchesAllTerms(terms, pod, cluster.namespaceLabels),
  });
}

function wakes(pod: PodInfo, event: ClusterEvent, cluster: Cluster): boolean {
  if (event.what === 'pod') {
    const { namespaceLabels } = cluster;
    const isWanted = (other: PodInfo | undefined): boolean =>
      other !== undefined && matchesAllTerms(pod.requiredAffinity, other, namespaceLabels);
    const isShunned = (other: PodInfo | undefined): boolean =>
      other !== undefined && pod.requiredAntiAffinity.some((term) => term.matches(other, namespaceLabels));
    const { old, now } = event;
    if (!isWanted(old) && isWanted(now)) return true;
    if (isShunned(old) && !isShunned(now)) return true;
    // A pod that shunned this one is gone, or now shuns others.
    return old !== undefined && shuns(old, pod, cluster) && !(now !== undefined && shuns(now, pod, cluster));
  }
  return event.what === 'node' && event.now !== undefined && wakesForNode(pod, event.old, event.now);
}

const shuns = (other: PodInfo, pod: PodInfo, { namespaceLabels }: Cluster): boolean =>
  other.requiredAntiAffinity.some((term) => term.matches(pod, namespaceLabels));

function wakesForNode(pod: PodInfo, old: Readonly<Node> | undefined, now: Readonly<Node>): boolean {
  const [before, after] = [old?.metadata.labels ?? {}, now.metadata.labels ?? {}];
  const isNearer = pod.requiredAffinity.some(
    ({ topologyKey: key }) => after[key] !== undefined && before[key] !== after[key],
  );
  if (isNearer) return true;
  if (old === undefined) return pod.requiredAntiAffinity.length > 0;
  return pod.requiredAntiAffinity.some(
    ({ topologyKey: key }) => before[key] !== undefined && before[key] !== after[key],
  );
}
