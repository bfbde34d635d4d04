/** Which taints keep new pods away from a node. */
import { findUntolerated, type Taint, type TaintEffect, type Toleration } from '@wherry/api/core-v1';

const KEEPING_AWAY: readonly TaintEffect[] = ['NoSchedule', 'NoExecute'];

/** Whether some taint keeps new pods with these tolerations away. */
export function isKeptAway(taints: readonly Taint[], tolerations: readonly Toleration[]): boolean {
  return findUntolerated(taints, tolerations, KEEPING_AWAY) !== undefined;
}

/** What a cordoned node counts as. */
export const CORDON: Taint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };
