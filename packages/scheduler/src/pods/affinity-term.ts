/** A term of pod affinity or anti-affinity, ready to be asked whether a pod is meant. */
import type { LabelMatcher, Labels } from '@wherry/api';
import type { PodAffinityTerm } from '@wherry/api/core-v1';
import type { LabelSelector } from '@wherry/api/meta-v1';
import { compileLeniently } from './lenient-selector.ts';

/** What of a pod a term looks at. */
export interface Candidate {
  readonly namespace: string;
  readonly labels: Labels;
}

/** The labels of namespaces, by name. */
export type NamespaceLabels = (namespace: string) => Labels | undefined;

export class AffinityTerm {
  readonly topologyKey: string;
  /** Terms of the same id mean the same pods and the same places. */
  readonly id: string;
  readonly weight: number;
  /** Whether it depends on the labels of namespaces. */
  readonly selectsNamespaces: boolean;
  /** The namespaces that it names. */
  readonly namespaces: ReadonlySet<string>;
  readonly #namespaceMatcher: LabelMatcher | undefined;
  readonly #matcher: LabelMatcher;

  /** @param owner.namespace of the pod whose term it is */
  constructor(term: Readonly<PodAffinityTerm>, owner: { readonly namespace: string; readonly weight?: number }) {
    const { namespaces = [], namespaceSelector, labelSelector, topologyKey } = term;
    const named = namespaces.length === 0 && namespaceSelector === undefined ? [owner.namespace] : namespaces;
    this.topologyKey = topologyKey;
    this.weight = owner.weight ?? 0;
    this.namespaces = new Set(named);
    this.selectsNamespaces = namespaceSelector !== undefined;
    this.#namespaceMatcher = namespaceSelector === undefined ? undefined : compileLeniently(namespaceSelector);
    this.#matcher = compileLeniently(labelSelector);
    this.id = JSON.stringify([
      topologyKey,
      named.toSorted(),
      textOf(namespaceSelector, this.#namespaceMatcher),
      textOf(labelSelector, this.#matcher),
      this.weight,
    ]);
  }

  matches({ namespace, labels }: Candidate, namespaceLabels: NamespaceLabels): boolean {
    return this.#includes(namespace, namespaceLabels) && this.#matcher.matches(labels);
  }

  #includes(namespace: string, namespaceLabels: NamespaceLabels): boolean {
    if (this.namespaces.has(namespace)) return true;
    if (this.#namespaceMatcher === undefined) return false;
    return this.#namespaceMatcher.matches(namespaceLabels(namespace) ?? {});
  }
}

/** An absent selector and an empty one have the same text, but opposite meanings. */
const textOf = (selector: LabelSelector | undefined, matcher: LabelMatcher | undefined): string =>
  selector === undefined ? '' : `(${String(matcher)})`;

/** Whether a pod is meant by every one of some terms; nobody is meant by none. */
export function matchesAllTerms(
  terms: readonly AffinityTerm[],
  candidate: Candidate,
  namespaceLabels: NamespaceLabels,
): boolean {
  return terms.length > 0 && terms.every((term) => term.matches(candidate, namespaceLabels));
}
