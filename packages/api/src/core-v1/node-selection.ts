/** Which nodes a pod, a volume or a wish means: node selectors, compiled once and asked for many nodes. */
import type { NodeSelector, NodeSelectorOperator, NodeSelectorRequirement, NodeSelectorTerm } from './affinity.ts';
import type { PodSpec } from './pod.ts';
import { LabelMatcher } from '../selectors/label-matcher.ts';
import type { LabelOperator, Labels } from '../selectors/label-requirement.ts';

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
export function matchNodeTerm({ matchExpressions = [], matchFields = [] }: Readonly<NodeSelectorTerm>): NodeMatcher {
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
export function matchNodeSelector({ nodeSelectorTerms }: Readonly<NodeSelector>): NodeMatcher {
  const terms = nodeSelectorTerms.map(matchNodeTerm);
  return (node) => terms.some((matches) => matches(node));
}

/** What `nodeSelector` and required node affinity of a pod leave; undefined when they leave every node. */
export function requiredNodes({ affinity, nodeSelector = {} }: Readonly<PodSpec>): NodeMatcher | undefined {
  const required = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  const labels = Object.keys(nodeSelector).length === 0 ? undefined : LabelMatcher.fromLabels(nodeSelector);
  const terms = required === undefined ? undefined : matchNodeSelector(required);
  if (labels === undefined) return terms;
  return (node) => labels.matches(node.labels) && (terms === undefined || terms(node));
}
