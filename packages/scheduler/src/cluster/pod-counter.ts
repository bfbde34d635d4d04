/**
 * How many pods that meet a condition are where: on each node, and in each place (nodes with the same value of a
 * label). Counted once over all pods and then kept in step with every pod that comes or goes, so that a decision about
 * spreading or company costs as much as there are places, not as there are pods.
 */
import type { NodeInfo } from '../nodes/node-info.ts';
import type { PodInfo } from '../pods/pod-info.ts';

export interface PodCondition {
  /** Conditions with the same id are the same. */
  readonly id: string;
  /** Whether what it says depends on labels of namespaces. */
  readonly selectsNamespaces: boolean;
  readonly matches: (pod: PodInfo) => boolean;
}

export class PodCounter {
  readonly condition: PodCondition;
  readonly byNode = new Map<NodeInfo, number>();
  readonly #byPlace = new Map<string, Map<string, number>>();

  constructor(condition: PodCondition) {
    this.condition = condition;
  }

  /** Pods in each place, by the value of a label of nodes; places without any are left out. */
  byPlace(topologyKey: string): ReadonlyMap<string, number> {
    const known = this.#byPlace.get(topologyKey);
    if (known !== undefined) return known;
    const places = new Map<string, number>();
    for (const [node, count] of this.byNode) addAt(places, node.labels[topologyKey], count);
    this.#byPlace.set(topologyKey, places);
    return places;
  }

  /** Takes note of a pod that came (1) or went (-1). */
  note(pod: PodInfo, node: NodeInfo, change: 1 | -1): void {
    if (!this.condition.matches(pod)) return;
    addAt(this.byNode, node, change);
    for (const [topologyKey, places] of this.#byPlace) addAt(places, node.labels[topologyKey], change);
  }
}

/** Adds to one of the counts of a map, which holds none that are zero. */
export function addAt<K>(counts: Map<K, number>, key: K | undefined, change: number): void {
  if (key === undefined) return;
  const count = (counts.get(key) ?? 0) + change;
  if (count === 0) counts.delete(key);
  else counts.set(key, count);
}
