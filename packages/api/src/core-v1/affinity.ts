/** Which nodes, and whose company, a pod wants or shuns. */
import { LabelSelector } from '../meta-v1/label-selector.ts';
import type { Infer } from '../schema/infer.ts';
import { int32, string } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const NodeSelectorOperator = oneOf('In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt');
export type NodeSelectorOperator = Infer<typeof NodeSelectorOperator>;

export const NodeSelectorRequirement = struct(
  'NodeSelectorRequirement',
  'A condition on one label or field of a node.',
  {
    key: field(1, string, 'Key of the label, or name of the field.'),
    operator: field(2, NodeSelectorOperator, 'How it is compared: In, NotIn, Exists, DoesNotExist, Gt or Lt.'),
    values: field(3, omitEmpty(list(string)), 'Values to compare with: none for Exists, one number for Gt and Lt.', {
      merge: 'atomic',
    }),
  },
);
export type NodeSelectorRequirement = Infer<typeof NodeSelectorRequirement>;

export const NodeSelectorTerm = struct(
  'NodeSelectorTerm',
  'Conditions on a node that must all hold. An empty term matches no node.',
  {
    matchExpressions: field(1, omitEmpty(list(NodeSelectorRequirement)), 'Conditions on labels.', { merge: 'atomic' }),
    matchFields: field(2, omitEmpty(list(NodeSelectorRequirement)), 'Conditions on fields; only metadata.name.', {
      merge: 'atomic',
    }),
  },
  { atomic: true },
);
export type NodeSelectorTerm = Infer<typeof NodeSelectorTerm>;

export const NodeSelector = struct(
  'NodeSelector',
  'A choice of nodes: those that match any of the terms.',
  {
    nodeSelectorTerms: field(1, list(NodeSelectorTerm), 'The terms, at least one.', { merge: 'atomic' }),
  },
  { atomic: true },
);
export type NodeSelector = Infer<typeof NodeSelector>;

export const VolumeNodeAffinity = struct('VolumeNodeAffinity', 'From which nodes a volume can be reached.', {
  required: field(1, optional(NodeSelector), 'The nodes.'),
});
export type VolumeNodeAffinity = Infer<typeof VolumeNodeAffinity>;

export const PreferredSchedulingTerm = struct('PreferredSchedulingTerm', 'A wish for certain nodes, and its weight.', {
  weight: field(1, int32, 'How much the wish counts, 1 to 100.'),
  preference: field(2, NodeSelectorTerm, 'The nodes that are wished for.'),
});
export type PreferredSchedulingTerm = Infer<typeof PreferredSchedulingTerm>;

export const NodeAffinity = struct('NodeAffinity', 'Which nodes a pod needs and which it prefers.', {
  requiredDuringSchedulingIgnoredDuringExecution: field(
    1,
    optional(NodeSelector),
    'Nodes on which alone the pod is placed. It stays when their labels change.',
  ),
  preferredDuringSchedulingIgnoredDuringExecution: field(
    2,
    omitEmpty(list(PreferredSchedulingTerm)),
    'Wishes; the node with the largest sum of weights is preferred.',
    { merge: 'atomic' },
  ),
});
export type NodeAffinity = Infer<typeof NodeAffinity>;

export const PodAffinityTerm = struct(
  'PodAffinityTerm',
  'Other pods, and what counts as being in the same place as they are.',
  {
    labelSelector: field(1, optional(LabelSelector), 'Labels of the other pods. No pods if absent.'),
    namespaces: field(2, omitEmpty(list(string)), 'Namespaces of the other pods. Defaults to that of this pod.', {
      merge: 'atomic',
    }),
    topologyKey: field(3, string, 'Label of nodes; nodes with the same value of it are one place.'),
    namespaceSelector: field(4, optional(LabelSelector), 'Further namespaces, by their labels; {} for all.'),
    matchLabelKeys: field(5, omitEmpty(list(string)), 'Labels that the others must have with the value of this pod.', {
      merge: 'atomic',
    }),
    mismatchLabelKeys: field(6, omitEmpty(list(string)), 'Labels that the others must not share with this pod.', {
      merge: 'atomic',
    }),
  },
);
export type PodAffinityTerm = Infer<typeof PodAffinityTerm>;

export const WeightedPodAffinityTerm = struct('WeightedPodAffinityTerm', 'A wish about other pods, and its weight.', {
  weight: field(1, int32, 'How much the wish counts, 1 to 100.'),
  podAffinityTerm: field(2, PodAffinityTerm, 'The other pods and the place.'),
});
export type WeightedPodAffinityTerm = Infer<typeof WeightedPodAffinityTerm>;

export const PodAffinity = struct('PodAffinity', 'Pods in whose company this pod must or would like to be.', {
  requiredDuringSchedulingIgnoredDuringExecution: field(
    1,
    omitEmpty(list(PodAffinityTerm)),
    'Company that a node must offer, all of it.',
    { merge: 'atomic' },
  ),
  preferredDuringSchedulingIgnoredDuringExecution: field(
    2,
    omitEmpty(list(WeightedPodAffinityTerm)),
    'Company that is wished for.',
    { merge: 'atomic' },
  ),
});
export type PodAffinity = Infer<typeof PodAffinity>;

export const PodAntiAffinity = struct('PodAntiAffinity', 'Pods away from which this pod must or would like to be.', {
  requiredDuringSchedulingIgnoredDuringExecution: field(
    1,
    omitEmpty(list(PodAffinityTerm)),
    'Company that a node must not have, any of it.',
    { merge: 'atomic' },
  ),
  preferredDuringSchedulingIgnoredDuringExecution: field(
    2,
    omitEmpty(list(WeightedPodAffinityTerm)),
    'Company that is better avoided.',
    { merge: 'atomic' },
  ),
});
export type PodAntiAffinity = Infer<typeof PodAntiAffinity>;

export const Affinity = struct('Affinity', 'Where a pod wants to be.', {
  nodeAffinity: field(1, optional(NodeAffinity), 'Which nodes it wants.'),
  podAffinity: field(2, optional(PodAffinity), 'Which pods it wants to be near.'),
  podAntiAffinity: field(3, optional(PodAntiAffinity), 'Which pods it wants to be far from.'),
});
export type Affinity = Infer<typeof Affinity>;

export const TopologySelectorLabelRequirement = struct(
  'TopologySelectorLabelRequirement',
  'A label of a place and the values that will do.',
  {
    key: field(1, string, 'Key of the label.'),
    values: field(2, list(string), 'Values, one of which the label must have.', { merge: 'atomic' }),
  },
);
export type TopologySelectorLabelRequirement = Infer<typeof TopologySelectorLabelRequirement>;

export const TopologySelectorTerm = struct(
  'TopologySelectorTerm',
  'A choice of places by their labels.',
  {
    matchLabelExpressions: field(1, omitEmpty(list(TopologySelectorLabelRequirement)), 'Labels that must all match.', {
      merge: 'atomic',
    }),
  },
  { atomic: true },
);
export type TopologySelectorTerm = Infer<typeof TopologySelectorTerm>;
