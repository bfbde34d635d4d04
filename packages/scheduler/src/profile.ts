/** What the scheduler goes by: the filters in order, cheap ones first, and the scores with their weights. */
import { dynamicResources } from './filters/dynamic-resources.ts';
import type { Filter } from './filters/filter.ts';
import { interPodAffinity } from './filters/inter-pod-affinity.ts';
import { nodeAffinity } from './filters/node-affinity.ts';
import { nodeName } from './filters/node-name.ts';
import { nodePorts } from './filters/node-ports.ts';
import { nodeResourcesFit } from './filters/node-resources-fit.ts';
import { nodeUnschedulable } from './filters/node-unschedulable.ts';
import { nodeVolumeLimits } from './filters/node-volume-limits.ts';
import { podTopologySpread } from './filters/pod-topology-spread.ts';
import { taintToleration } from './filters/taint-toleration.ts';
import { volumeBinding } from './filters/volume-binding.ts';
import { volumeRestrictions } from './filters/volume-restrictions.ts';
import { volumeZone } from './filters/volume-zone.ts';
import { balancedAllocation } from './scores/balanced-allocation.ts';
import { imageLocality } from './scores/image-locality.ts';
import { companyPreference } from './scores/inter-pod-affinity.ts';
import { leastAllocated } from './scores/least-allocated.ts';
import { nodePreference } from './scores/node-affinity.ts';
import { spreadPreference } from './scores/pod-topology-spread.ts';
import type { Score } from './scores/score.ts';
import { taintPreference } from './scores/taint-toleration.ts';

export interface WeightedScore {
  readonly score: Score;
  readonly weight: number;
}

export interface Profile {
  readonly filters: readonly Filter[];
  readonly scores: readonly WeightedScore[];
}

export const defaultProfile: Profile = {
  filters: [
    nodeUnschedulable,
    nodeName,
    taintToleration,
    nodeAffinity,
    nodePorts,
    nodeResourcesFit,
    volumeRestrictions,
    nodeVolumeLimits,
    volumeBinding,
    volumeZone,
    podTopologySpread,
    interPodAffinity,
    dynamicResources,
  ],
  scores: [
    { score: taintPreference, weight: 3 },
    { score: nodePreference, weight: 2 },
    { score: leastAllocated, weight: 1 },
    { score: spreadPreference, weight: 2 },
    { score: companyPreference, weight: 2 },
    { score: balancedAllocation, weight: 1 },
    { score: imageLocality, weight: 1 },
  ],
};
