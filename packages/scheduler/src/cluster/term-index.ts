/**
 * The affinity terms of the pods that are there, each distinct one once, with how many pods in which place have it: the
 * thousand replicas of a Deployment have one term between them.
 */
import type { NodeInfo } from '../nodes/node-info.ts';
import type { AffinityTerm, Candidate, NamespaceLabels } from '../pods/affinity-term.ts';
import { addAt } from './pod-counter.ts';

/** A term, and how many pods have it in each place of its topology. */
export interface IndexedTerm {
  readonly term: AffinityTerm;
  readonly byPlace: ReadonlyMap<string, number>;
}

interface Entry {
  readonly term: AffinityTerm;
  readonly byPlace: Map<string, number>;
  pods: number;
}

export class TermIndex {
  readonly #entries = new Map<string, Entry>();

  get size(): number {
    return this.#entries.size;
  }

  /** Takes note of the terms of a pod that came (1) or went (-1). */
  note(terms: readonly AffinityTerm[], node: NodeInfo, change: 1 | -1): void {
    for (const term of terms) {
      const entry = this.#entries.get(term.id) ?? { term, byPlace: new Map<string, number>(), pods: 0 };
      addAt(entry.byPlace, node.labels[term.topologyKey], change);
      entry.pods += change;
      if (entry.pods === 0) this.#entries.delete(term.id);
      else this.#entries.set(term.id, entry);
    }
  }

  /** The terms that mean this pod. */
  matching(pod: Candidate, namespaceLabels: NamespaceLabels): IndexedTerm[] {
    const found: IndexedTerm[] = [];
    for (const entry of this.#entries.values()) if (entry.term.matches(pod, namespaceLabels)) found.push(entry);
    return found;
  }
}
