/** Decisions in one line, for tables of tests. */
import { decide } from '../decide.ts';
import { describeRefusal } from '../fit-error.ts';
import { planPreemption } from '../preemption/plan-preemption.ts';
import { defaultProfile } from '../profile.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { PodInfo } from '../pods/pod-info.ts';
import type { Score } from '../scores/score.ts';

/** The first of equals; searches begin at the beginning. */
const options = (cluster: Cluster) => ({
  cluster,
  profile: defaultProfile,
  cursor: { next: 0 },
  random: () => 0.999,
});

/** The name of the node, or why there is none. */
export function nodeFor(pod: PodInfo, cluster: Cluster): string {
  const decision = decide(pod, options(cluster));
  return decision.node === undefined ? describeRefusal(decision) : decision.node.name;
}

/** Whom the pod would push off which node, or what is said instead. */
export function victimsFor(pod: PodInfo, cluster: Cluster): { node: string; pods: string[] } | string {
  const refusal = decide(pod, options(cluster));
  if (refusal.node !== undefined) return `fits on ${refusal.node.name}`;
  const plan = planPreemption(pod, { cluster, refusal, random: () => 0 });
  if (plan.victims === undefined) return plan.message;
  return { node: plan.victims.node.name, pods: plan.victims.pods.map(({ pod: { metadata } }) => metadata.name ?? '') };
}

/** What one score gives each node, by its name; undefined when it has nothing to say. */
export function scoresFor(score: Score, pod: PodInfo, cluster: Cluster): Record<string, number> | undefined {
  const { nodes } = cluster;
  const scores = new Float64Array(nodes.length);
  if (!score.rate(pod, cluster, { nodes, scores })) return undefined;
  return Object.fromEntries(nodes.map(({ name }, i) => [name, scores[i] ?? 0]));
}
