import { LabelSelector } from '../meta-v1/label-selector.ts';
import type { Infer } from '../schema/infer.ts';
import { int32, string } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const NodeSelectorOperator = oneOf('In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt');
export type NodeSelectorOperator = Infer<typeof NodeSelectorOperator>;

export const NodeSelectorRequirement = struct('NodeSelectorRequirement', '', {
  key: field(1, string, ''),
  operator: field(2, NodeSelectorOperator, ''),
  values: field(3, omitEmpty(list(string)), '', { merge: 'atomic' }),
});
export type NodeSelectorRequirement = Infer<typeof NodeSelectorRequirement>;

export const NodeSelectorTerm = struct(
  'NodeSelectorTerm',
  '',
  {
    matchExpressions: field(1, omitEmpty(list(NodeSelectorRequirement)), '', { merge: 'atomic' }),
    matchFields: field(2, omitEmpty(list(NodeSelectorRequirement)), '', { merge: 'atomic' }),
  },
  { atomic: true },
);
export type NodeSelectorTerm = Infer<typeof NodeSelectorTerm>;

export const NodeSelector = struct(
  'NodeSelector',
  '',
  {
    nodeSelectorTerms: field(1, list(NodeSelectorTerm), '', { merge: 'atomic' }),
  },
  { atomic: true },
);
export type NodeSelector = Infer<typeof NodeSelector>;

export const VolumeNodeAffinity = struct('VolumeNodeAffinity', '', {
  required: field(1, optional(NodeSelector), ''),
});
export type VolumeNodeAffinity = Infer<typeof VolumeNodeAffinity>;

export const PreferredSchedulingTerm = struct('PreferredSchedulingTerm', '', {
  weight: field(1, int32, ''),
  preference: field(2, NodeSelectorTerm, ''),
});
export type PreferredSchedulingTerm = Infer<typeof PreferredSchedulingTerm>;

export const NodeAffinity = struct('NodeAffinity', '', {
  requiredDuringSchedulingIgnoredDuringExecution: field(1, optional(NodeSelector), ''),
  preferredDuringSchedulingIgnoredDuringExecution: field(2, omitEmpty(list(PreferredSchedulingTerm)), '', {
    merge: 'atomic',
  }),
});
export type NodeAffinity = Infer<typeof NodeAffinity>;

export const PodAffinityTerm = struct('PodAffinityTerm', '', {
  labelSelector: field(1, optional(LabelSelector), ''),
  namespaces: field(2, omitEmpty(list(string)), '', { merge: 'atomic' }),
  topologyKey: field(3, string, ''),
  namespaceSelector: field(4, optional(LabelSelector), ''),
  matchLabelKeys: field(5, omitEmpty(list(string)), '', { merge: 'atomic' }),
  mismatchLabelKeys: field(6, omitEmpty(list(string)), '', { merge: 'atomic' }),
});
export type PodAffinityTerm = Infer<typeof PodAffinityTerm>;

export const WeightedPodAffinityTerm = struct('WeightedPodAffinityTerm', '', {
  weight: field(1, int32, ''),
  podAffinityTerm: field(2, PodAffinityTerm, ''),
});
export type WeightedPodAffinityTerm = Infer<typeof WeightedPodAffinityTerm>;

export const PodAffinity = struct('PodAffinity', '', {
  requiredDuringSchedulingIgnoredDuringExecution: field(1, omitEmpty(list(PodAffinityTerm)), '', { merge: 'atomic' }),
  preferredDuringSchedulingIgnoredDuringExecution: field(2, omitEmpty(list(WeightedPodAffinityTerm)), '', {
    merge: 'atomic',
  }),
});
export type PodAffinity = Infer<typeof PodAffinity>;

export const PodAntiAffinity = struct('PodAntiAffinity', '', {
  requiredDuringSchedulingIgnoredDuringExecution: field(1, omitEmpty(list(PodAffinityTerm)), '', { merge: 'atomic' }),
  preferredDuringSchedulingIgnoredDuringExecution: field(2, omitEmpty(list(WeightedPodAffinityTerm)), '', {
    merge: 'atomic',
  }),
});
export type PodAntiAffinity = Infer<typeof PodAntiAffinity>;

export const Affinity = struct('Affinity', '', {
  nodeAffinity: field(1, optional(NodeAffinity), ''),
  podAffinity: field(2, optional(PodAffinity), ''),
  podAntiAffinity: field(3, optional(PodAntiAffinity), ''),
});
export type Affinity = Infer<typeof Affinity>;

export const TopologySelectorLabelRequirement = struct('TopologySelectorLabelRequirement', '', {
  key: field(1, string, ''),
  values: field(2, list(string), '', { merge: 'atomic' }),
});
export type TopologySelectorLabelRequirement = Infer<typeof TopologySelectorLabelRequirement>;

export const TopologySelectorTerm = struct(
  'TopologySelectorTerm',
  '',
  {
    matchLabelExpressions: field(1, omitEmpty(list(TopologySelectorLabelRequirement)), '', { merge: 'atomic' }),
  },
  { atomic: true },
);
export type TopologySelectorTerm = Infer<typeof TopologySelectorTerm>;
