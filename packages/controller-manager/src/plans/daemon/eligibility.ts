/** On which nodes a DaemonSet has a pod. */
import { findUntolerated, requiredNodes, type Node } from '@wherry/api/core-v1';
import type { DaemonSet } from '@wherry/api/apps-v1';
import { daemonTolerations } from './daemon-pod.ts';

export interface Eligibility {
  /** The node should get a pod. */
  readonly shouldRun: boolean;
  /** A pod that is there may stay. */
  readonly shouldStay: boolean;
}

/** Names, selectors and affinity of the template, and the node's taints. */
export function eligibility(
  { metadata, spec: { taints = [] } }: Readonly<Node>,
  set: Readonly<DaemonSet>,
): Eligibility {
  const { template } = set.spec;
  const { name = '', labels = {} } = metadata;
  const { nodeName = '' } = template.spec;
  const isMeant = nodeName === '' || nodeName === name;
  if (!isMeant || requiredNodes(template.spec)?.({ name, labels }) === false) {
    return { shouldRun: false, shouldStay: false };
  }
  const tolerations = daemonTolerations(template);
  if (findUntolerated(taints, tolerations, ['NoSchedule', 'NoExecute']) === undefined) {
    return { shouldRun: true, shouldStay: true };
  }
  return { shouldRun: false, shouldStay: findUntolerated(taints, tolerations, ['NoExecute']) === undefined };
}
