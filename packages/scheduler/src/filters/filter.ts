/**
 * What a filter is: it looks at a pod once, and hands out a check to be asked about many nodes. That a pod does not fit
 * is an answer, not an error; the answers of a filter are few and made beforehand.
 */
import type { Cluster } from '../cluster/cluster.ts';
import type { ClusterEvent } from '../cluster/cluster-event.ts';
import type { NodeInfo } from '../nodes/node-info.ts';
import type { PodInfo } from '../pods/pod-info.ts';
import type { VolumePlan } from '../volumes/volume-plan.ts';

/** Why a node will not do. */
export interface Rejection {
  /** The filter that says so. */
  readonly plugin: string;
  /** As users read them. */
  readonly reasons: readonly string[];
  /** Even without any of its pods the node would not do: making room does not help. */
  readonly isFinal: boolean;
}

/** The question of one filter about one pod, to be asked about nodes. */
export interface NodeCheck {
  /** The only nodes that come into question, where that is known beforehand. */
  readonly onlyNodes?: ReadonlySet<string>;
  check(node: NodeInfo): Rejection | undefined;
  /** What is to be done about the pod's volumes before it can run on a node that passed the check. */
  volumesOn?(node: NodeInfo): VolumePlan | undefined;
  /** Takes note that another pod is thought to be on a node; for checks that look beyond the node itself. */
  podAdded?(pod: PodInfo, node: NodeInfo): void;
  podRemoved?(pod: PodInfo, node: NodeInfo): void;
  /** A copy to try things out on. Without it the check keeps nothing of its own. */
  clone?(): NodeCheck;
}

/** Nothing to check, a check, or a no for all nodes. */
export type Preparation = undefined | { readonly check: NodeCheck } | { readonly rejection: Rejection };

export interface Filter {
  /** As Kubernetes names the plugin. */
  readonly name: string;
  prepare(pod: PodInfo, cluster: Cluster): Preparation;
  /** Whether an event may have removed what this filter had against the pod. */
  wakes(pod: PodInfo, event: ClusterEvent, cluster: Cluster): boolean;
}
