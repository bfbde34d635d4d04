/** The best of the nodes that fit: the largest sum of weighted scores; among equals, chance decides. */
import type { Cluster } from '../cluster/cluster.ts';
import type { NodeInfo } from '../nodes/node-info.ts';
import type { PodInfo } from '../pods/pod-info.ts';
import type { Profile } from '../profile.ts';

export interface PickOptions {
  readonly cluster: Cluster;
  readonly profile: Pick<Profile, 'scores'>;
  readonly nodes: readonly NodeInfo[];
  /** From 0 to below 1. */
  readonly random: () => number;
}

export function pickBest(pod: PodInfo, { cluster, profile, nodes, random }: PickOptions): NodeInfo | undefined {
  const totals = new Float64Array(nodes.length);
  const scores = new Float64Array(nodes.length);
  for (const { score, weight } of profile.scores) {
    scores.fill(0);
    if (!score.rate(pod, cluster, { nodes, scores })) continue;
    for (let i = 0; i < totals.length; i++) totals[i] = (totals[i] ?? 0) + weight * (scores[i] ?? 0);
  }
  let most = Number.NEGATIVE_INFINITY;
  let best: NodeInfo | undefined;
  let equals = 0;
  for (let i = 0; i < totals.length; i++) {
    const total = totals[i] ?? 0;
    if (total < most) continue;
    equals = total > most ? 1 : equals + 1;
    most = total;
    // The n-th of equals replaces the one before with a chance of 1 in n: each is as likely in the end.
    if (equals === 1 || random() * equals < 1) best = nodes[i];
  }
  return best;
}
