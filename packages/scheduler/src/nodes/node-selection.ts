/** Which nodes a pod, a volume or a wish means: node selectors, compiled once and asked for many nodes. */
import { LabelMatcher, type LabelOperator, type Labels } from '@wherry/api';
import type {
  NodeSelector,
  NodeSelectorOperator,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  Pod,
} from '@wherry/api/core-v1';

/** What of a node is looked at. */
export interface SelectableNode {
  readonly name: string;
  readonly labels: Labels;
}

export type NodeMatcher = (node: SelectableNode) => boolean;

const OPERATORS: Readonly<Record<NodeSelectorOperator, LabelOperator>> = {
  In: 'in',
  NotIn: 'notin',
  Exists: 'exists',
  DoesNotExist: '!',
  Gt: 'gt',
  Lt: 'lt',
};

/** All conditions of one term; a term without any means no node. */
export function matchTerm({ matchExpressions = [], matchFields = [] }: Readonly<NodeSelectorTerm>): NodeMatcher {
  if (matchExpressions.length + matchFields.length === 0) return () => false;
  const labels = new LabelMatcher(
    matchExpressions.map(({ key, operator, values = [] }) => ({ key, operator: OPERATORS[operator], values })),
  );
  return (node) => matchFields.every((field) => matchesField(field, node)) && labels.matches(node.labels);
}

/** `metadata.name` is the only field there is. */
function matchesField({ operator, values = [] }: NodeSelectorRequirement, { name }: SelectableNode): boolean {
  if (values.length !== 1) return false;
  return operator === 'In' ? values[0] === name : operator === 'NotIn' && values[0] !== name;
}

/** Any of the terms. */
export function matchSelector({ nodeSelectorTerms }: Readonly<NodeSelector>): NodeMatcher {
  const terms = nodeSelectorTerms.map(matchTerm);
  return (node) => terms.some((matches) => matches(node));
}

/** What `nodeSelector` and required node affinity of a pod leave; undefined when they leave every node. */
export function requiredNodesOf({ spec }: Readonly<Pod>): NodeMatcher | undefined {
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  const matchers: NodeMatcher[] = [];
  if (spec.nodeSelector !== undefined && Object.keys(spec.nodeSelector).length > 0) {
    const labels = LabelMatcher.fromLabels(spec.nodeSelector);
    matchers.push((node) => labels.matches(node.labels));
  }
  if (required !== undefined) matchers.push(matchSelector(required));
  const [first, second] = matchers;
  if (first === undefined || second === undefined) return first;
  return (node) => first(node) && second(node);
}
