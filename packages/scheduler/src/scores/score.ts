/**
 * What a score is: it looks at a pod and the nodes that could take it, and writes for each of them how good it is, from
 * 0 to 100. All nodes at once, so that what is common to them is worked out once.
 */
import type { Cluster } from '../cluster/cluster.ts';
import type { NodeInfo } from '../nodes/node-info.ts';
import type { PodInfo } from '../pods/pod-info.ts';

export const MAX_SCORE = 100;

/** The nodes to be compared, and the place for their scores, in the same order and zero before. */
export interface Ballot {
  readonly nodes: readonly NodeInfo[];
  readonly scores: Float64Array;
}

export interface Score {
  /** As Kubernetes names the plugin. */
  readonly name: string;
  /** Writes the scores; returns false when it has nothing to say about this pod. */
  rate(pod: PodInfo, cluster: Cluster, ballot: Ballot): boolean;
}

/** Scales scores so that the largest becomes 100, or, reversed, so that the smallest counts most. */
export function normalize(scores: Float64Array, { reverse = false }: { readonly reverse?: boolean } = {}): void {
  let most = 0;
  for (const score of scores) if (score > most) most = score;
  if (most === 0) {
    if (reverse) scores.fill(MAX_SCORE);
    return;
  }
  for (let i = 0; i < scores.length; i++) {
    const scaled = Math.trunc((MAX_SCORE * (scores[i] ?? 0)) / most);
    scores[i] = reverse ? MAX_SCORE - scaled : scaled;
  }
}
