/** The counters that are in use: those asked for most recently, for each of them costs something with every pod. */
import type { NodeInfo } from '../nodes/node-info.ts';
import type { PodInfo } from '../pods/pod-info.ts';
import { PodCounter, type PodCondition } from './pod-counter.ts';

const MOST = 128;

export class PodCounters {
  /** The least recently used first. */
  readonly #counters = new Map<string, PodCounter>();
  readonly #nodes: () => Iterable<NodeInfo>;

  constructor(nodes: () => Iterable<NodeInfo>) {
    this.#nodes = nodes;
  }

  get(condition: PodCondition): PodCounter {
    const known = this.#counters.get(condition.id);
    const counter = known ?? this.#count(condition);
    if (known !== undefined) this.#counters.delete(condition.id);
    this.#counters.set(condition.id, counter);
    const oldest = this.#counters.keys().next();
    if (this.#counters.size > MOST && oldest.done !== true) this.#counters.delete(oldest.value);
    return counter;
  }

  note(pod: PodInfo, node: NodeInfo, change: 1 | -1): void {
    for (const counter of this.#counters.values()) counter.note(pod, node, change);
  }

  /** Forgets what may have become wrong because labels of a namespace have changed. */
  namespacesChanged(): void {
    for (const [id, { condition }] of this.#counters) if (condition.selectsNamespaces) this.#counters.delete(id);
  }

  #count(condition: PodCondition): PodCounter {
    const counter = new PodCounter(condition);
    for (const node of this.#nodes()) for (const pod of node.pods.values()) counter.note(pod, node, 1);
    return counter;
  }
}
