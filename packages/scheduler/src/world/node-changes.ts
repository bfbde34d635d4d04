/** Which changes of a node can matter to a pod that waits. */
import type { Node } from '@wherry/api/core-v1';

/** Heartbeats change nodes all the time; they wake nobody. */
export function mattersToPods(old: Readonly<Node>, now: Readonly<Node>): boolean {
  return (
    (old.spec.unschedulable === true && now.spec.unschedulable !== true) ||
    differ(old.status.allocatable, now.status.allocatable) ||
    differ(old.metadata.labels, now.metadata.labels) ||
    differ(old.spec.taints, now.spec.taints)
  );
}

const differ = (one: unknown, other: unknown): boolean => JSON.stringify(one ?? {}) !== JSON.stringify(other ?? {});
