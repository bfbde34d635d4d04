/** Where `nodeSelector` and required node affinity let a pod go. */
import type { Node, NodeSelectorTerm } from '@wherry/api/core-v1';
import type { NodeInfo } from '../nodes/node-info.ts';
import { requiredNodes, type NodeMatcher } from '@wherry/api/core-v1';
import type { PodInfo } from '../pods/pod-info.ts';
import type { Filter, NodeCheck, Rejection } from './filter.ts';

const name = 'NodeAffinity';
const NO_MATCH: Rejection = {
  plugin: name,
  reasons: ["node(s) didn't match Pod's node affinity/selector"],
  isFinal: true,
};
const CONFLICT: Rejection = { plugin: name, reasons: ['pod affinity terms conflict'], isFinal: true };

class AffinityCheck implements NodeCheck {
  readonly #matches: NodeMatcher;
  readonly onlyNodes?: ReadonlySet<string>;

  constructor(matches: NodeMatcher, onlyNodes: ReadonlySet<string> | undefined) {
    this.#matches = matches;
    if (onlyNodes !== undefined) this.onlyNodes = onlyNodes;
  }

  check(node: NodeInfo): Rejection | undefined {
    return this.#matches(node) ? undefined : NO_MATCH;
  }
}

export const nodeAffinity: Filter = {
  name,
  prepare(pod) {
    const matches = requiredNodes(pod.pod.spec);
    if (matches === undefined) return undefined;
    const named = namedNodes(pod);
    if (named?.size === 0) return { rejection: CONFLICT };
    return { check: new AffinityCheck(matches, named) };
  },
  wakes(pod, event) {
    if (event.what !== 'node' || event.now === undefined) return false;
    const matches = requiredNodes(pod.pod.spec) ?? (() => true);
    const fits = (node: Readonly<Node>): boolean =>
      matches({ name: node.metadata.name ?? '', labels: node.metadata.labels ?? {} });
    return fits(event.now) && (event.old === undefined || !fits(event.old));
  },
};

/** The nodes that the terms name, when every term names some: what pods of DaemonSets do. */
function namedNodes({ pod }: PodInfo): ReadonlySet<string> | undefined {
  const required = pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  if (required === undefined || required.nodeSelectorTerms.length === 0) return undefined;
  const nodes = new Set<string>();
  for (const term of required.nodeSelectorTerms) {
    const named = namesIn(term);
    if (named === undefined) return undefined;
    for (const node of named) nodes.add(node);
  }
  return nodes;
}

/** Names that meet all of a term's conditions on the name; undefined for a term without any. */
function namesIn({ matchFields = [] }: NodeSelectorTerm): readonly string[] | undefined {
  const lists = matchFields.flatMap(({ key, operator, values = [] }) =>
    key === 'metadata.name' && operator === 'In' ? [values] : [],
  );
  return lists.length === 0 ? undefined : lists.reduce((left, list) => left.filter((node) => list.includes(node)));
}
